"""Values of the rewards context. Points are in the wallet's smallest unit, money in minor units, instants in UTC."""

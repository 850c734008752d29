"""Recoveries: what members owe after refunds, how old it is, and who forgives it 「追回队列」.

What is owed stands in the ledger, beside the balance; new points go towards it by themselves. Here it is listed with
its age, oldest claims paid first, and written off on the word of two people: one asks, another one approves. Nothing
here changes what is owed but through the ledger's write door.
"""

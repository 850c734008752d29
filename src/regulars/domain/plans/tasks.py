"""What has to happen by itself: renewals and ends, payments sent to the page, logs told."""

from datetime import timedelta

from regulars.domain.plans.operations import renew_due, send_waiting, tell_logs
from regulars.domain.programmes.queries import list_programmes
from regulars.platform.jobs import RunningJob, task

RENEW = "plans.renew"
SEND = "plans.send"


@task(RENEW, every=timedelta(minutes=30))
def renew(job: RunningJob) -> dict[str, int]:
    """Bring subscriptions up to today; answers how many there were and how many ended."""
    totals = {"subscriptions": 0, "ended": 0}
    for done, programme in enumerate(list_programmes(), start=1):
        for name, count in renew_due(programme.programme_id).items():
            totals[name] += count
        job.report(done)
    return totals


@task(SEND, every=timedelta(minutes=1))
def send(job: RunningJob) -> dict[str, int]:
    """Send payments that wait to the payment page, and tell members' logs what happened to their plans."""
    sent = failed = told = 0
    for done, programme in enumerate(list_programmes(), start=1):
        well, badly = send_waiting(programme.programme_id)
        sent, failed = sent + well, failed + badly
        told += tell_logs(programme.programme_id)
        job.report(done)
    return {"sent": sent, "failed": failed, "told": told}

"""How far long work is, for the script of the page that waits for it."""

from django.http import JsonResponse

from knowledge.models.jobs import Job


def progress_of(job: Job | None) -> JsonResponse:
    """Return what `progress.js` reads; without a job there is nothing to wait for."""
    if job is None:
        return JsonResponse({"finished": True, "done": 0, "total": 0})
    finished = job.finished_at is not None
    return JsonResponse({"finished": finished, "done": job.done, "total": job.total})

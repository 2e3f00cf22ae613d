"""Refusals and faults as HTTP answers: a Problem for kiosks, a plain sentence for anybody else."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from classroom_server.core.errors import KioskRequestRefused
from classroom_server.core.logs import LOGGER, log
from kiosk_agent.errors import OutsetError, StorageFull
from kiosk_agent.protocol.paths import KIOSK_PREFIX
from kiosk_agent.protocol.problem import Problem, ProblemCode


def problem_answer(status: int, problem: Problem) -> Response:
    """Return a Problem; the connection of a body that was not read is closed."""
    headers = {"cache-control": "no-store"}
    if problem.retry_after_seconds is not None:
        headers["retry-after"] = str(int(problem.retry_after_seconds) + 1)
    if problem.code is ProblemCode.REQUEST_TOO_LARGE:
        headers["connection"] = "close"
    return JSONResponse(problem.model_dump(mode="json"), status_code=status, headers=headers)


def too_many_requests(path: str, retry_after_seconds: float) -> Response:
    """Return the answer to an address from which strangers ask too often; their connection is closed."""
    message, hint = "too many requests come from this address", "wait, then try again"
    slow_down = Problem(code=ProblemCode.SLOW_DOWN, message=message, hint=hint, retry_after_seconds=retry_after_seconds)
    answer = _said(path, 429, slow_down, "Nothing was done")
    answer.headers["connection"] = "close"
    return answer


def _said(path: str, status: int, problem: Problem, what_became: str = "Nothing was changed") -> Response:
    """Say a problem to a kiosk as it is, and to anybody else in a sentence."""
    if path.startswith(KIOSK_PREFIX):
        return problem_answer(status, problem)
    return PlainTextResponse(f"{what_became}: {problem.message}. Next: {problem.hint}.", status_code=status)


def say_nothing(_request: Request, _fault: Exception) -> Response:
    """Answer who left in the middle of a request: nobody hears it, and it is no fault of ours."""
    return Response(status_code=400)


def say_refused(request: Request, fault: Exception) -> Response:
    """Answer a KioskRequestRefused."""
    if not isinstance(fault, KioskRequestRefused):
        raise fault
    log("refused", path=request.url.path[:200], code=fault.problem.code.value, peer=_peer(request))
    return problem_answer(fault.status, fault.problem)


def say_storage_full(request: Request, fault: Exception) -> Response:
    """Answer a StorageFull: nothing of the request was kept, and whoever sent it still has it."""
    LOGGER.error("the disk takes no more")
    if not isinstance(fault, StorageFull):
        raise fault
    problem = Problem(code=ProblemCode.STORAGE_FULL, message=fault.message, hint=fault.hint)
    return _said(request.url.path, 507, problem)


def say_database_fault(request: Request, fault: Exception) -> Response:
    """Answer a DatabaseBusy or DatabaseUnusable: nothing of the request was kept; it may be sent again."""
    if not isinstance(fault, OutsetError):
        raise fault
    LOGGER.error(fault.message)
    problem = Problem(code=ProblemCode.INTERNAL, message=fault.message, hint=fault.hint)
    return _said(request.url.path, 503, problem)


def say_fault(request: Request, _fault: Exception) -> Response:
    """Answer what nobody foresaw; the log has where it happened."""
    message, hint = "the server could not do this", "look at the server's log, then try again"
    return _said(request.url.path, 500, Problem(code=ProblemCode.INTERNAL, message=message, hint=hint))


async def say_no_such_path() -> Response:
    """Answer a path below /v1 that is not of the protocol."""
    message, hint = "there is no such request", "update the kiosk's image"
    return problem_answer(404, Problem(code=ProblemCode.REQUEST_INVALID, message=message, hint=hint))


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""

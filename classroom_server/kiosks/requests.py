"""Signed requests of kiosks as FastAPI dependencies: the endpoint gets a kiosk that is who it says it is."""

from dataclasses import dataclass
from typing import Annotated, Self, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from classroom_server.core.classroom import Classroom, classroom_of
from classroom_server.core.errors import KioskRequestRefused, must_wait
from classroom_server.core.limits.allowances import Allowances
from classroom_server.core.limits.connections import prove_sender
from classroom_server.kiosks import enrolment_window, signatures
from classroom_server.kiosks.approved_keys import ApprovedKeys
from classroom_server.kiosks.nonces import CurrentMark, NonceStore
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.problem import ProblemCode

Body = TypeVar("Body", bound=BaseModel)
# Of one address that nobody knows: a room behind one still gets all of its kiosks in, and yet one address alone never
# fills, in the minutes of an enrolment window, the places of those who wait.
NEW_KEYS_AT_ONCE = 30
NEW_KEYS_A_SECOND = 0.02
# A kiosk that waits asks every two seconds, and each may be a write.
ENROLMENTS_AT_ONCE = 30
ENROLMENTS_A_SECOND = 1.0
# Signatures are remembered for ten minutes.
ENROLMENTS_A_KEY = 2_000


@dataclass(frozen=True)
class SignedRequest:
    """A request whose signature, time, nonce and body fit; the key may still be nobody's."""

    public_key: str
    body: bytes


@dataclass(frozen=True)
class KioskRequest:
    """A request of an approved kiosk."""

    kiosk_id: str
    body: bytes


@dataclass(frozen=True)
class SeenNonces:
    """What was signed lately. Two stores, so that a flood of enrolments cannot fill that of the approved kiosks."""

    mark: CurrentMark
    approved: NonceStore
    enrolling: NonceStore

    @classmethod
    def none_yet(cls) -> Self:
        """Return those of a server that starts."""
        mark = CurrentMark()
        return cls(mark, NonceStore(mark), NonceStore(mark, a_key=ENROLMENTS_A_KEY))


def seen_nonces_of(request: Request) -> SeenNonces:
    """Return this application's."""
    nonces: SeenNonces = request.app.state.seen_nonces
    return nonces


def _approved_keys_of(request: Request) -> ApprovedKeys:
    keys: ApprovedKeys = request.app.state.approved_keys
    return keys


def new_keys() -> Allowances:
    """Return how many new kiosks may ask from each address."""
    return Allowances(NEW_KEYS_AT_ONCE, NEW_KEYS_A_SECOND)


def _new_keys_of(request: Request) -> Allowances:
    allowances: Allowances = request.app.state.new_keys
    return allowances


def enrolments() -> Allowances:
    """Return how often each kiosk that is known may ask where it stands."""
    return Allowances(ENROLMENTS_AT_ONCE, ENROLMENTS_A_SECOND)


def _refuse_haste(request: Request, public_key: str) -> None:
    allowances: Allowances = request.app.state.enrolments
    if wait := allowances.take(public_key):
        hint = "look what this kiosk does: one that waits asks every two seconds"
        message = "this kiosk asks too often where it stands"
        raise must_wait(wait, message, hint=hint)


# One of these two runs at each request of a kiosk; dependencies of their own would cost more than what they look at.
async def enrolling(request: Request) -> SignedRequest:
    """Return a request to enrol, signed by the key that it names.

    A stranger's is refused, and leaves nothing behind, unless the server is open for new kiosks; however many ask
    then, they take nothing from the kiosks that are approved.
    """
    signature = _verified(request)
    classroom, nonces = classroom_of(request), seen_nonces_of(request)
    kiosk = await _approved_keys_of(request).find(signature.public_key)
    if kiosk is None:
        await run_in_threadpool(_refuse_stranger, classroom)
    else:
        _refuse_haste(request, signature.public_key)
    now, address = classroom.database.clock(), request.client.host if request.client else ""
    if kiosk is not None and kiosk.approval is Approval.APPROVED:
        nonces.approved.check(signature, now)
        prove_sender(request, signature.public_key)
    else:
        if kiosk is None and (wait := _new_keys_of(request).take(address)):
            hint = "wait, then start the kiosk again; if it goes on, look what else is connected at this address"
            message = "too many new kiosks ask from this address"
            raise must_wait(wait, message, hint=hint)
        nonces.enrolling.check(signature, now)
    return await _with_body(request, signature)


def _refuse_stranger(classroom: Classroom) -> None:
    with classroom.database.read() as work:
        enrolment_window.refuse_strangers(work)


async def approved(request: Request) -> KioskRequest:
    """Return a request of an approved kiosk. The body is read only once the kiosk is known to be one."""
    signature = _verified(request)
    kiosk = await _approved_keys_of(request).find(signature.public_key)
    if kiosk is None:
        hint = "approve it on the trainer's page once it shows its fingerprint"
        raise KioskRequestRefused(401, ProblemCode.KIOSK_UNKNOWN, "this kiosk is not known here", hint=hint)
    if kiosk.approval is not Approval.APPROVED:
        hint = "approve it on the trainer's page"
        raise KioskRequestRefused(403, ProblemCode.KIOSK_NOT_APPROVED, "this kiosk is not approved", hint=hint)
    classroom = classroom_of(request)
    # Only now: a stranger's nonces must not fill the store.
    seen_nonces_of(request).approved.check(signature, classroom.database.clock())
    prove_sender(request, signature.public_key)
    classroom.presence.seen(kiosk.kiosk_id, classroom.database.clock())
    read = await _with_body(request, signature)
    return KioskRequest(kiosk.kiosk_id, read.body)


ApprovedKiosk = Annotated[KioskRequest, Depends(approved)]
EnrollingKiosk = Annotated[SignedRequest, Depends(enrolling)]


def body_of(request: KioskRequest | SignedRequest, model: type[Body]) -> Body:
    """Parse a body. Raises KioskRequestRefused, which says what is wrong and repeats nothing: a PIN may be in it."""
    try:
        return model.model_validate_json(request.body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        what = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['type']}" for fault in faults[:5])
        hint = "update the kiosk's image"
        raise KioskRequestRefused(
            400, ProblemCode.REQUEST_INVALID, f"the body does not fit: {what}", hint=hint
        ) from None


def _verified(request: Request) -> signatures.RequestSignature:
    if request.scope["query_string"]:
        raise signatures.invalid("a query is not covered by the signature")
    path = request.scope.get("raw_path") or request.url.path.encode()
    return signatures.verify(
        signatures.SignedMessage(
            request.method,
            path.decode("ascii", "replace"),
            _only(request, "signature-input"),
            _only(request, "signature"),
            _only(request, "content-digest"),
        )
    )


def _only(request: Request, name: str) -> str:
    """Return a field that must come once."""
    values = request.headers.getlist(name)
    if len(values) != 1:
        raise signatures.invalid(f"the field {name} must come once")
    return values[0]


async def _with_body(request: Request, signature: signatures.RequestSignature) -> SignedRequest:
    body = await request.body()
    signatures.check_body(signature, body)
    return SignedRequest(signature.public_key, body)

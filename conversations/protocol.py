"""The frames that clients may send, as closed types, and the words the server answers with."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST_FRAME = 65_536
LONGEST_MESSAGE = 5_000
PAGE = 200
HEARTBEAT_SECONDS = 25
HELLO_SECONDS = 5

BAD_FRAME, BAD_TOKEN, FORBIDDEN, HELLO_TIMEOUT = 4400, 4401, 4403, 4408
TOO_MANY_SOCKETS, GONE, TOO_LARGE, FLOOD, SLOW = 4409, 4410, 4413, 4429, 4499
RESTART = 1012

NackCode = Literal[
    "empty",
    "too_long",
    "bad_file",
    "rate",
    "forbidden",
    "not_found",
    "conflict",
    "closed",
    "busy",
]


class BadFrame(Exception):
    """What came in is no frame of the protocol."""


class Frame(BaseModel):
    """Any frame: unknown fields are an error, types are exact."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Hello(Frame):
    """The first frame of a customer's socket."""

    type: Literal["hello"]
    v: Literal[1]
    token: str = Field(max_length=4000)
    last: int = Field(ge=0)
    tab: str = Field(min_length=1, max_length=64)
    log: str | None = Field(default=None, max_length=80)
    tail: int | None = Field(default=None, ge=1, le=PAGE)


class Writing(Frame):
    """A frame that changes something: it is answered with ack or nack, and may be sent again."""

    cid: UUID


class Send(Writing):
    """A customer's message."""

    type: Literal["send"]
    text: str = Field(max_length=LONGEST_FRAME)
    files: list[str] = Field(default_factory=list, max_length=20)


class Person(Writing):
    """The customer asks for a person."""

    type: Literal["person"]


class GiveFeedback(Writing):
    """Whether an answer helped."""

    type: Literal["feedback"]
    seq: int = Field(ge=1)
    helpful: bool
    reason: str = Field(default="", max_length=500)


class Rate(Writing):
    """The survey after a resolution."""

    type: Literal["csat"]
    resolution: int = Field(ge=1)
    score: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=LONGEST_MESSAGE)


class Resolve(Writing):
    """The customer is done."""

    type: Literal["resolve"]


class Choose(Writing):
    """The customer picks one of the choices an event offered."""

    type: Literal["choose"]
    seq: int = Field(ge=1)
    choice: str = Field(max_length=200)


class Typing(Frame):
    """Somebody types."""

    type: Literal["typing"]
    on: bool


class Read(Frame):
    """Read up to here."""

    type: Literal["read"]
    seq: int = Field(ge=0)


class Stop(Frame):
    """Stop the running answer."""

    type: Literal["stop"]
    turn: UUID


class Snapshot(Frame):
    """Ask for the whole text of a running answer."""

    type: Literal["snapshot"]
    turn: UUID


class Ping(Frame):
    """Are you there?"""

    type: Literal["ping"]
    n: int


CustomerWriting = Send | Person | GiveFeedback | Rate | Resolve | Choose
CustomerFrame = CustomerWriting | Hello | Typing | Read | Stop | Snapshot | Ping


class AgentHello(Frame):
    """The first frame of an agent's socket; the session cookie says who it is."""

    type: Literal["hello"]
    v: Literal[1]
    tab: str = Field(min_length=1, max_length=64)


class Open(Frame):
    """Follow a conversation."""

    type: Literal["open"]
    conversation: UUID
    last: int = Field(ge=0)


class Close(Frame):
    """Follow it no longer."""

    type: Literal["close"]
    conversation: UUID


class AgentWriting(Writing):
    """A writing frame of an agent."""

    conversation: UUID


class Reply(AgentWriting):
    """A public message; the first one takes the conversation over."""

    type: Literal["send"]
    text: str = Field(max_length=LONGEST_FRAME)
    files: list[str] = Field(default_factory=list, max_length=20)
    step_in: bool = False


class AddNote(AgentWriting):
    """A private note."""

    type: Literal["note"]
    text: str = Field(max_length=LONGEST_FRAME)


class Take(AgentWriting):
    """Take the conversation."""

    type: Literal["take"]
    step_in: bool = False


class Release(AgentWriting):
    """Give it back: to the queue, or to the bot."""

    type: Literal["release"]
    to: Literal["queue", "bot"] = "queue"


class AgentResolve(AgentWriting):
    """Close it."""

    type: Literal["resolve"]


class AgentTyping(Frame):
    """An agent types."""

    type: Literal["typing"]
    conversation: UUID
    on: bool


AgentWritingFrame = Reply | AddNote | Take | Release | AgentResolve
AgentFrame = AgentWritingFrame | AgentHello | Open | Close | AgentTyping | Ping

_customer: TypeAdapter[Any] = TypeAdapter(
    Annotated[CustomerFrame, Field(discriminator="type")]
)
_agent: TypeAdapter[Any] = TypeAdapter(
    Annotated[AgentFrame, Field(discriminator="type")]
)
_action: TypeAdapter[Any] = TypeAdapter(
    Annotated[CustomerWriting, Field(discriminator="type")]
)


def customer_frame(text: str) -> CustomerFrame:
    """Parse a frame of a customer; raises BadFrame."""
    return _parse(_customer, text)  # type: ignore[no-any-return]


def agent_frame(text: str) -> AgentFrame:
    """Parse a frame of an agent; raises BadFrame."""
    return _parse(_agent, text)  # type: ignore[no-any-return]


def customer_action(value: object) -> CustomerWriting:
    """Parse the body of an HTTP action; raises BadFrame."""
    try:
        return _action.validate_python(value, strict=False)  # type: ignore[no-any-return]
    except ValidationError as error:
        raise BadFrame from error


def _parse(adapter: TypeAdapter[Any], text: str) -> Any:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise BadFrame from error

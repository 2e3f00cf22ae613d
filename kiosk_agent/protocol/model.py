"""What every wire model has in common."""

from pydantic import BaseModel, ConfigDict


class WireModel(BaseModel):
    """A frozen model that refuses what it does not know: a surprise on the wire is a fault, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

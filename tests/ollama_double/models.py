"""The models a double pretends to have."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.ollama_double.wire import Refusal, timestamp

# Families the real server gives one slot, whatever it was told (its own list).
_ONE_AT_A_TIME = ("mllama", "qwen3vl", "qwen35", "qwen3next", "lfm2", "nemotron_h")
_NAME = re.compile(r"[A-Za-z0-9][\w.\-/]*(:[\w][\w.\-]*)?", re.ASCII)
_MODIFIED = 1_795_177_415_000_000_000


@dataclass(frozen=True)
class Model:
    """One model: what it can do, how long its context is, how it counts tokens."""

    name: str
    family: str = "llama"
    capabilities: tuple[str, ...] = ("completion", "tools")
    context_length: int = 131_072
    embedding_length: int = 3072
    parameter_size: str = "3.2B"
    parameter_count: int = 3_212_749_888
    quantization: str = "Q4_K_M"
    size: int = 2_019_393_189
    characters_per_token: float = 4.0
    native: bool = True
    """Its template runs in the model runner; otherwise in the server itself."""
    modified: str = field(default_factory=lambda: timestamp(_MODIFIED))

    @property
    def digest(self) -> str:
        """Return what stands for the hash of its weights."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def embeds(self) -> bool:
        """Return whether it makes vectors and nothing else."""
        return "embedding" in self.capabilities

    def parallel(self, wished: int) -> int:
        """Return how many requests it really runs at once."""
        if self.embeds or self.family.startswith(_ONE_AT_A_TIME):
            return 1
        return wished

    def tokens(self, text: str) -> int:
        """Return how long a text is for this model."""
        return math.ceil(len(text) / self.characters_per_token)

    def prompt_tokens(self, messages: Sequence[Mapping[str, Any]]) -> int:
        """Return how long a prompt is, with what the template puts around it."""
        contents = (str(m.get("content") or "") for m in messages)
        return 10 + sum(12 + self.tokens(content) for content in contents)

    def details(self) -> dict[str, Any]:
        """Return the block that every listing of models has."""
        return {
            "parent_model": "",
            "format": "gguf",
            "family": self.family,
            "families": [self.family],
            "parameter_size": self.parameter_size,
            "quantization_level": self.quantization,
        }

    def listed(self) -> dict[str, Any]:
        """Return its entry in `/api/tags`."""
        lengths = {
            "context_length": self.context_length,
            "embedding_length": self.embedding_length,
        }
        return {
            "name": self.name,
            "model": self.name,
            "modified_at": self.modified,
            "size": self.size,
            "digest": self.digest,
            "details": self.details() | lengths,
            "capabilities": list(self.capabilities),
        }

    def shown(self) -> dict[str, Any]:
        """Return what `/api/show` tells. `tensors` makes it long, as in life."""
        template = (
            "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}{{ end }}"
        )
        stop = 'stop                           "<|im_end|>"'
        return {
            "modelfile": f"# Modelfile\nFROM {self.name}\nTEMPLATE {template}\n",
            "parameters": stop,
            "template": template,
            "details": self.details(),
            "model_info": self._info(),
            "tensors": [
                {"name": f"blk.{n}.attn_q.weight", "type": "F32", "shape": [64, 64]}
                for n in range(32)
            ],
            "capabilities": list(self.capabilities),
            "modified_at": self.modified,
        }

    def _info(self) -> dict[str, Any]:
        return {
            "general.architecture": self.family,
            "general.file_type": 15,
            "general.parameter_count": self.parameter_count,
            "general.quantization_version": 2,
            f"{self.family}.block_count": 28,
            f"{self.family}.context_length": self.context_length,
            f"{self.family}.embedding_length": self.embedding_length,
            "tokenizer.ggml.model": "gpt2",
            "tokenizer.ggml.tokens": None,
        }


def usual(name: str = "llama3.2") -> list[Model]:
    """Return a believable cupboard: a chat model, a thinking one, an embedding one."""
    return [
        Model(with_tag(name)),
        Model(
            "qwen3:4b",
            family="qwen3",
            capabilities=("completion", "tools", "thinking"),
            context_length=262_144,
            embedding_length=2560,
            parameter_size="4.0B",
            native=False,
        ),
        Model(
            "all-minilm:latest",
            family="bert",
            capabilities=("embedding",),
            context_length=512,
            embedding_length=384,
            parameter_size="23M",
            quantization="F16",
            size=45_960_996,
        ),
    ]


def with_tag(name: str) -> str:
    """Return the full name: no tag means `latest`."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def checked_name(body: Mapping[str, Any]) -> str:
    """Return the model a request names; Refusal when it names none or not well."""
    name = body.get("model") or body.get("name") or ""
    if not name:
        raise Refusal(400, "model is required")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Refusal(400, "invalid model name")
    if name.endswith((":cloud", "-cloud")):
        raise Refusal(403, "ollama cloud is disabled: remote model is unavailable")
    return name

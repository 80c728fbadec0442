"""A double of Ollama that speaks its wire protocol, well or badly as it is told."""

from tests.ollama_double.models import Model
from tests.ollama_double.server import OllamaDouble, running_double

__all__ = ["Model", "OllamaDouble", "running_double"]

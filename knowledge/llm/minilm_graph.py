"""The ONNX graph of all-MiniLM-L6-v2, made from its weights: tokens in, one unit vector out."""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

LAYERS, HEADS, WIDTH = 6, 12, 384
LAYER_NORM_EPSILON = 1e-12
OPSET, IR_VERSION = 20, 10

Array = NDArray[np.float32] | NDArray[np.int64]
Attribute = int | float | tuple[int, ...]


def build_graph(weights_file: Path) -> bytes:
    """Return the serialised model with inputs `ids` and `mask` and the output `vectors`."""
    weights = load_file(weights_file)
    graph = _Graph()
    hidden = _embeddings(graph, weights)
    keep = _attention_bias(graph)
    for number in range(LAYERS):
        hidden = _layer(graph, weights, f"encoder.layer.{number}.", hidden, keep)
    _pool(graph, hidden)
    return graph.serialised()


class _Graph:
    """Nodes and constants in the order in which they were added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, value: Array) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(
            numpy_helper.from_array(np.ascontiguousarray(value), name)
        )
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def node(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        name = f"n{len(self._nodes)}"
        self.named_node(name, operator, *inputs, **attributes)
        return name

    def named_node(
        self, name: str, operator: str, *inputs: str, **attributes: Attribute
    ) -> None:
        node = helper.make_node(operator, inputs, [name])
        node.attribute.extend(
            helper.make_attribute(key, value) for key, value in attributes.items()
        )
        self._nodes.append(node)

    def serialised(self) -> bytes:
        def tensor(name: str, kind: int, *shape: str | int) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, kind, shape)

        graph = helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [
                tensor("ids", TensorProto.INT64, "texts", "tokens"),
                tensor("mask", TensorProto.INT64, "texts", "tokens"),
            ],
            [tensor("vectors", TensorProto.FLOAT, "texts", WIDTH)],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
        )
        onnx.checker.check_model(model)
        serialised: bytes = model.SerializeToString()
        return serialised


Weights = dict[str, NDArray[np.float32]]


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Words and places; the one token type there is goes into the places."""
    prefix = "embeddings."
    places = weights[prefix + "position_embeddings.weight"]
    places = places + weights[prefix + "token_type_embeddings.weight"][0]
    words = graph.node(
        "Gather", graph.constant(weights[prefix + "word_embeddings.weight"]), "ids"
    )
    length = graph.node("Shape", "ids", start=1, end=2)
    first = graph.node(
        "Slice", graph.constant(places), graph.integers(0), length, graph.integers(0)
    )
    both = graph.node("Add", words, first)
    return _layer_norm(graph, weights, prefix + "LayerNorm", both)


def _attention_bias(graph: _Graph) -> str:
    """0 for words and a very negative number for padding, shaped (texts, 1, 1, tokens)."""
    mask = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    padding = graph.node("Sub", graph.number(1), mask)
    bias = graph.node("Mul", padding, graph.number(-1e9))
    return graph.node("Unsqueeze", bias, graph.integers(1, 2))


def _layer(graph: _Graph, weights: Weights, prefix: str, hidden: str, bias: str) -> str:
    attended = _attention(graph, weights, prefix + "attention.self.", hidden, bias)
    output = prefix + "attention.output."
    mixed = _dense(graph, weights, output + "dense", attended)
    hidden = _layer_norm(
        graph, weights, output + "LayerNorm", graph.node("Add", mixed, hidden)
    )
    wide = _dense(graph, weights, prefix + "intermediate.dense", hidden)
    narrow = _dense(graph, weights, prefix + "output.dense", graph.node("Gelu", wide))
    return _layer_norm(
        graph, weights, prefix + "output.LayerNorm", graph.node("Add", narrow, hidden)
    )


def _attention(
    graph: _Graph, weights: Weights, prefix: str, hidden: str, bias: str
) -> str:
    size = WIDTH // HEADS
    by_head = graph.integers(0, 0, HEADS, size)

    def heads(part: str, scale: float, *order: int) -> str:
        value = _dense(graph, weights, prefix + part, hidden, scale)
        return graph.node(
            "Transpose", graph.node("Reshape", value, by_head), perm=order
        )

    query = heads("query", size**-0.5, 0, 2, 1, 3)
    key = heads("key", 1, 0, 2, 3, 1)
    value = heads("value", 1, 0, 2, 1, 3)
    scores = graph.node("Add", graph.node("MatMul", query, key), bias)
    mixed = graph.node("MatMul", graph.node("Softmax", scores, axis=-1), value)
    together = graph.node("Transpose", mixed, perm=(0, 2, 1, 3))
    return graph.node("Reshape", together, graph.integers(0, 0, WIDTH))


def _dense(
    graph: _Graph, weights: Weights, name: str, value: str, scale: float = 1
) -> str:
    matrix = (weights[name + ".weight"].T * scale).astype(np.float32)
    offset = (weights[name + ".bias"] * scale).astype(np.float32)
    product = graph.node("MatMul", value, graph.constant(matrix))
    return graph.node("Add", product, graph.constant(offset))


def _layer_norm(graph: _Graph, weights: Weights, name: str, value: str) -> str:
    scale = graph.constant(weights[name + ".weight"])
    offset = graph.constant(weights[name + ".bias"])
    return graph.node(
        "LayerNormalization", value, scale, offset, epsilon=LAYER_NORM_EPSILON
    )


def _pool(graph: _Graph, hidden: str) -> None:
    """Mean over the words (padding left out), then length 1."""
    mask = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    weight = graph.node("Unsqueeze", mask, graph.integers(2))
    words = graph.node("Mul", hidden, weight)
    total = graph.node("ReduceSum", words, graph.integers(1), keepdims=0)
    count = graph.node("ReduceSum", mask, graph.integers(1), keepdims=1)
    mean = graph.node("Div", total, count)
    norm = graph.node("ReduceL2", mean, graph.integers(1), keepdims=1)
    graph.named_node("vectors", "Div", mean, norm)

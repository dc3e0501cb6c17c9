"""What an expression may come to, as far as the module it stands in shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module

NOTHING: frozenset[int] = frozenset()

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Given:
    """A name, or several, and the value that it is given; or, in a loop, that whose elements it is given."""

    target: ast.expr
    value: ast.expr
    is_each: bool = False


class Reading:
    """A module, with what its names were given."""

    def __init__(self, tree: ast.Module) -> None:
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self._owners: dict[int, ast.AST] = {}
        self._given: dict[int, list[Given]] = {}
        self._tree = tree
        for owner in ast.walk(tree):  # from the outside in: the innermost function stays
            if isinstance(owner, ast.Module | Function):
                self._owners.update((id(node), owner) for node in ast.walk(owner) if node is not owner)
        for node in ast.walk(tree):
            self._given.setdefault(id(self._owners.get(id(node), tree)), []).extend(_gives(node))

    def outcomes(self, node: ast.expr | None, seen: frozenset[int] = NOTHING) -> list[ast.expr]:
        """Both sides of `a if b else c`, of `a or b` and of `a + b`; what a name was given, where it was, and what a
        dictionary, a list or an f-string is made of; else the expression itself.
        """
        if node is None or id(node) in seen:
            return []
        seen |= {id(node)}
        match node:
            case ast.Name():
                parts = self._values(node, seen)
            case ast.IfExp():
                parts = [node.body, node.orelse]
            case ast.BoolOp():
                parts = node.values
            case ast.NamedExpr() | ast.Starred() | ast.FormattedValue():
                parts = [node.value]
            case ast.BinOp(op=ast.Add()):
                parts = [node.left, node.right]
            case ast.BinOp(op=ast.Mod() | ast.Mult()):
                parts = [node.left]
            case ast.Subscript(slice=ast.Slice()):
                parts = [node.value]
            case ast.Subscript():
                parts = self.elements(node.value, seen)
            case ast.Call(func=ast.Attribute(attr="get", value=table), args=[_, *default]):
                parts = [*self.elements(table, seen), *default]
            case ast.Call(func=ast.Attribute(attr="join", value=between), args=[joined]):
                parts = [between, *self.elements(joined, seen)]
            case ast.Call(func=ast.Attribute(value=ast.Constant() as text)):
                parts = [text]
            case ast.JoinedStr():
                parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
                return [node, *(found for part in parts for found in self.outcomes(part, seen))]
            case _:
                return [node]
        return [found for part in parts for found in self.outcomes(part, seen)]

    def elements(self, node: ast.expr, seen: frozenset[int] = NOTHING) -> list[ast.expr]:
        """What a list or a tuple holds, what is appended to it, and the values of a dictionary."""
        if id(node) in seen:
            return []
        seen |= {id(node)}
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                found = []
                for one in node.elts:
                    found += self.elements(one.value, seen) if isinstance(one, ast.Starred) else [one]
                return found
            case ast.Dict():
                return list(node.values)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return [node.elt]
            case ast.Call(func=ast.Attribute(attr="items", value=ast.Dict() as table)):
                pairs = zip(table.keys, table.values, strict=True)
                return [ast.Tuple(elts=[key, value]) for key, value in pairs if key is not None]
            case ast.Call(func=ast.Attribute(attr="values", value=table)) | ast.Subscript(value=table):
                parts = [table]
            case ast.Name():
                parts = self._values(node, seen)
            case ast.IfExp():
                parts = [node.body, node.orelse]
            case ast.BoolOp():
                parts = node.values
            case ast.BinOp(op=ast.Add()):
                parts = [node.left, node.right]
            case ast.BinOp(op=ast.Mult()):
                parts = [node.left]
            case _:
                return []
        return [found for part in parts for found in self.elements(part, seen)]

    def is_enum(self, node: ast.expr) -> bool:
        """Whether a member of an enum may be meant: all but an argument whose class is known to be none."""
        if isinstance(node, ast.Name):
            for argument in self._arguments(node):
                if argument.arg == node.id and isinstance(argument.annotation, ast.Name):
                    found = self._imported(argument.annotation.id)
                    return not isinstance(found, type) or issubclass(found, Enum)
        return True

    def _values(self, name: ast.Name, seen: frozenset[int]) -> list[ast.expr]:
        """What it was given in its function, or else in the module."""
        owner = self._owners.get(id(name), self._tree)
        found = self._given_in(owner, name.id, seen)
        if found or any(argument.arg == name.id for argument in self._arguments(name)):
            return found
        return self._given_in(self._tree, name.id, seen)

    def _given_in(self, owner: ast.AST, name: str, seen: frozenset[int]) -> list[ast.expr]:
        return [
            part
            for given in self._given.get(id(owner), [])
            if name in _names(given.target)
            for value in (self.elements(given.value, seen) if given.is_each else [given.value])
            for part in _part(given.target, value, name)
        ]

    def _arguments(self, node: ast.AST) -> list[ast.arg]:
        owner = self._owners.get(id(node))
        if not isinstance(owner, Function):
            return []
        return [*owner.args.posonlyargs, *owner.args.args, *owner.args.kwonlyargs]

    def _imported(self, name: str) -> object:
        for node in self._tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return getattr(import_module(node.module), alias.name)
        return None


def _gives(node: ast.AST) -> Iterator[Given]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from (Given(target, value) for target in targets)
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
            | ast.NamedExpr(target=target, value=value)
        ):
            yield Given(target, value)
        case ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values):
            yield Given(target, values, is_each=True)
        case ast.Call(func=ast.Attribute(value=ast.Name() as target, attr="append"), args=[value]):
            yield Given(target, ast.List(elts=[value]))
        case ast.Call(func=ast.Attribute(value=ast.Name() as target, attr="extend"), args=[value]):
            yield Given(target, value)


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _part(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """What of the value the name gets."""
    match target, value:
        case ast.Name(id=found), _ if found == name:
            yield value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for inner, part in zip(targets, values, strict=True):
                yield from _part(inner, part, name)

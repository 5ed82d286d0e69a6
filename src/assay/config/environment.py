"""Everything a deployment sets, read from the environment once. An unknown or unusable variable stops the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class SettingsError(Exception):
    """One line for each variable that is unknown or cannot be used."""


@dataclass(frozen=True)
class Environment:
    """Field `x` is the variable ASSAY_X; DATABASE_URL alone has no prefix. The texts end up in the reference docs."""

    home: Path = field(
        default=Path(".assay"),
        metadata={"help": "Folder for the embedded database, evidence, keys and models."},
    )
    database_url: str = field(
        default="",
        metadata={
            "help": "PostgreSQL to use, for instance postgresql://user:password@host/assay. Empty: the embedded one."
        },
    )
    key_file: str = field(
        default="",
        metadata={
            "help": "The installation's keys. Default: keys.json in ASSAY_HOME, made at the first start."
        },
    )
    secret_key: str = field(
        default="", metadata={"help": "Signs cookies. Default: derived from the key file."}
    )
    evidence_url: str = field(
        default="",
        metadata={
            "help": "Where evidence is stored: file:///folder or s3://bucket/prefix. Default: evidence in ASSAY_HOME."
        },
    )
    models_dir: str = field(
        default="", metadata={"help": "Where the weights of the models lie. Default: models in ASSAY_HOME."}
    )
    email_url: str = field(
        default="",
        metadata={
            "help": "How e-mail leaves: smtp://user:password@host:587 (STARTTLS), smtps://, smtp+plain://. Empty: outbox page."
        },
    )
    email_from: str = field(
        default="Assay <no-reply@localhost>", metadata={"help": "Sender of every e-mail."}
    )
    base_url: str = field(
        default="",
        metadata={
            "help": "Address customers use; e-mails, passkeys and cookies follow it. Default: http://localhost and the port."
        },
    )
    port: int = field(default=8000, metadata={"help": "Port the web server listens on."})
    listen: str = field(default="127.0.0.1", metadata={"help": "Address the web server listens on."})
    web_threads: int = field(default=8, metadata={"help": "Threads of the web server."})
    vision_workers: int = field(default=1, metadata={"help": "Worker processes that run the models."})
    trusted_proxies: int = field(
        default=0,
        metadata={"help": "Reverse proxies in front that set X-Forwarded-For and X-Forwarded-Proto."},
    )
    demo: bool = field(
        default=False,
        metadata={"help": "Show the outbox page and accept Utopia's specimens. Never in production."},
    )
    debug: bool = field(default=False, metadata={"help": "Show errors in the browser. Never in production."})
    brand_name: str = field(default="Assay", metadata={"help": "The name customers see."})
    brand_colour: str = field(
        default="", metadata={"help": "Accent colour, as #rrggbb. Empty: the product's own."}
    )
    brand_logo: str = field(
        default="",
        metadata={
            "help": "A file with your logo (PNG, WebP, JPEG or SVG; e-mail programs show no SVG). Empty: the product's mark."
        },
    )
    support_address: str = field(
        default="support@localhost",
        metadata={"help": "E-mail address of customer support, shown to customers."},
    )
    platform_url: str = field(
        default="",
        metadata={
            "help": "Your platform, where customers go on once verified and protected. Empty: no such button."
        },
    )
    dpo_address: str = field(
        default="dpo@localhost",
        metadata={"help": "E-mail address of the data protection officer, shown on every page."},
    )

    @property
    def address(self) -> str:
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def key_path(self) -> Path:
        return Path(self.key_file) if self.key_file else self.home / "keys.json"

    @property
    def evidence_store(self) -> str:
        return self.evidence_url or (self.home / "evidence").absolute().as_uri()

    @property
    def models_folder(self) -> Path:
        return Path(self.models_dir) if self.models_dir else self.home / "models"


def variable_of(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"ASSAY_{name.upper()}"


def _value(raw: str, kind: object) -> str | int | bool | Path:
    if kind is bool:
        if raw.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError("is neither yes nor no")
        return raw.lower() in {"1", "true", "yes"}
    if kind is int:
        return int(raw)
    return Path(raw) if kind is Path else raw


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return the settings. Raises SettingsError with a line for every problem."""
    known = {variable_of(item.name): item for item in fields(Environment)}
    problems = [
        f"{name} is not a setting of Assay"
        for name in variables
        if name.startswith("ASSAY_") and name not in known
    ]
    values: dict[str, Any] = {}
    for name, item in known.items():
        if variables.get(name, "") != "":
            try:
                values[item.name] = _value(variables[name], item.type)
            except ValueError as error:
                problems.append(f"{name} {error}")
    if problems:
        raise SettingsError("\n".join(problems))
    return Environment(**values)

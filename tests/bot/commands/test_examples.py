"""The examples of deployments hold: what they are written in, what they name and what they run."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from click.testing import CliRunner
from jsonschema.validators import validator_for
from kubernetes_validate import latest_version, validate

from bot import __version__, wiring
from bot.__main__ import main
from bot.commands.example import NAMES, example_text
from bot.commands.serving import LAST_REQUESTS, STOP_SECONDS
from bot.logs import Redacting
from bot.settings import HttpSettings, Settings

COMPOSE = yaml.safe_load(example_text("compose"))
KUBERNETES = list(yaml.safe_load_all(example_text("kubernetes")))
OLDEST = "1.30"
"""The oldest Kubernetes that the example says it is for."""
NOT_OURS = {"MPLCONFIGDIR"}
"""Settings of what the bot is made of."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What runs in a container.

    Attributes:
        words: The command line.
        env: What is set, as it is written.
        grace: Seconds between the signal to stop and the end.
        image: What it is made from.
    """

    words: list[str]
    env: Mapping[str, Any]
    grace: int
    image: str


def of(kind: str) -> Iterator[dict[str, Any]]:
    """The objects of a kind of Kubernetes."""
    return (one for one in KUBERNETES if one["kind"] == kind)


def in_compose(name: str) -> Runs:
    """A service of the example for Compose."""
    service = COMPOSE["services"][name]
    grace = re.fullmatch(r"(\d+)s", service["stop_grace_period"])
    assert grace
    return Runs(service["command"], service["environment"], int(grace[1]), service["image"])


def in_kubernetes(name: str) -> Runs:
    """A deployment of the example for Kubernetes; what it does before the signal takes its time."""
    (pod,) = (
        one["spec"]["template"]["spec"]
        for one in of("Deployment")
        if one["metadata"]["name"] == name
    )
    (container,) = pod["containers"]
    (config,) = of("ConfigMap")
    env = {one["name"]: one.get("value") or one["valueFrom"] for one in container["env"]}
    before = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    grace = pod["terminationGracePeriodSeconds"] - before
    return Runs(container["args"], env | config["data"], grace, container["image"])


WEB = {"compose": in_compose("web"), "kubernetes": in_kubernetes("web")}
WORKERS = {"compose": in_compose("worker"), "kubernetes": in_kubernetes("worker")}
ALL = [*WEB.values(), *WORKERS.values()]


# -- what they are written in ---------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_printed_as_it_ships(name: str) -> None:
    """Nothing is put in or left out, so that what is tested is what people have."""
    result = CliRunner().invoke(main, ["example", name])
    assert result.exit_code == 0
    assert result.output == example_text(name)


def test_compose_is_what_the_specification_says() -> None:
    """Every key and every value fits the schema of the Compose specification."""
    schema = get_builtin_schema("vendor.compose-spec")
    validator_for(schema)(schema).validate(COMPOSE)


@pytest.mark.parametrize("version", [OLDEST, latest_version()])
def test_manifests_are_what_kubernetes_takes(version: str) -> None:
    """Every field is in the API and of its type, in the oldest version that is named and now."""
    assert f"({OLDEST} or newer)" in example_text("kubernetes")
    for one in KUBERNETES:
        validate(one, version, strict=True)


def test_what_is_selected_is_there() -> None:
    """Deployments, the service and the budget find the pods that they are about."""
    labels = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in of("Deployment")
    }
    (service,), (budget,) = of("Service"), of("PodDisruptionBudget")
    assert service["spec"]["selector"] == labels["web"]
    assert budget["spec"]["selector"]["matchLabels"] == labels["web"]
    for one in of("Deployment"):
        (spread,) = one["spec"]["template"]["spec"]["topologySpreadConstraints"]
        found = [one["spec"]["selector"], spread["labelSelector"]]
        assert found == [{"matchLabels": labels[one["metadata"]["name"]]}] * 2


def test_everything_is_in_one_namespace() -> None:
    """The one that the file makes."""
    (namespace,) = of("Namespace")
    others = [one["metadata"]["namespace"] for one in KUBERNETES if one is not namespace]
    assert set(others) == {namespace["metadata"]["name"]}


# -- what they name -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_in_them(name: str) -> None:
    """Nothing looks like a token, and what is secret comes from elsewhere."""
    assert Redacting(()).mask(example_text(name)) == example_text(name)
    for runs in (WEB[name], WORKERS[name]):
        for secret in runs.env.keys() & secret_settings():
            value = runs.env[secret]
            if isinstance(value, str):
                assert re.search(r"\$\{[A-Z_]+:\?[^}]+\.\}", value)
            else:
                assert value == {"secretKeyRef": {"name": "drumbeat", "key": secret}}
    password = COMPOSE["services"]["database"]["environment"]["POSTGRES_PASSWORD"]
    assert password.startswith("${POSTGRES_PASSWORD:?")


def secret_settings() -> set[str]:
    """The settings that nobody may see."""
    fields = Settings.model_fields.items()
    return {name.upper() for name, field in fields if "Secret" in str(field.annotation)}


@pytest.mark.parametrize("runs", ALL)
def test_every_setting_is_one(runs: Runs) -> None:
    """None is misspelt."""
    assert runs.env.keys() - NOT_OURS <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", NAMES)
def test_what_has_to_be_set_is_set(name: str) -> None:
    """For each what it needs; the signing secret is for those alone who check signatures."""
    shared = {"DRUMBEAT_DATABASE_URL"}
    assert needed(HttpSettings) | shared <= WEB[name].env.keys()
    assert needed(Settings) | shared <= WORKERS[name].env.keys()
    assert "SLACK_SIGNING_SECRET" not in WORKERS[name].env


def needed(kind: type[Settings]) -> set[str]:
    """What has no default."""
    return {name.upper() for name, field in kind.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("runs", ALL)
def test_the_image_is_of_this_version(runs: Runs) -> None:
    """So is the wheel that it is built from."""
    assert runs.image == f"drumbeat:{__version__}"
    recipe = COMPOSE["services"]["web"]["build"]["dockerfile_inline"]
    assert set(re.findall(r"drumbeat-[^ ]+?\.whl", recipe)) == {
        f"drumbeat-{__version__}-py3-none-any.whl"
    }
    assert '.whl[scale]"' in recipe


def test_the_database_is_the_one_that_is_there() -> None:
    """Its name, its user and its password are those in the address."""
    made = COMPOSE["services"]["database"]["environment"]
    user, password, name = (made[f"POSTGRES_{what}"] for what in ("USER", "PASSWORD", "DB"))
    for runs in (WEB["compose"], WORKERS["compose"]):
        assert (
            runs.env["DRUMBEAT_DATABASE_URL"] == f"postgresql://{user}:{password}@database/{name}"
        )


# -- what they run --------------------------------------------------------------------------------


@pytest.mark.parametrize("runs", ALL, ids=lambda runs: shlex.join(runs.words))
def test_command_lines_can_be_parsed(runs: Runs) -> None:
    """Commands and options are there, and take these values."""
    name, *words = runs.words
    assert isinstance(main, click.Group)
    command = main.get_command(click.Context(main), name)
    assert command is not None
    command.make_context(name, words)


def test_requests_find_the_port() -> None:
    """What is let through is where the command listens, on every address of its container."""
    for runs in WEB.values():
        assert runs.words[1:] == ["--host", "0.0.0.0", "--port", "3000"]  # noqa: S104 - of a container
    service = COMPOSE["services"]["web"]
    (ports,) = service["ports"]
    address, outside, inside = ports.split(":")
    first, last = map(int, outside.split("-"))
    assert (address, inside) == ("127.0.0.1", "3000")
    assert last - first + 1 == service["deploy"]["replicas"]
    web = next(one for one in of("Deployment") if one["metadata"]["name"] == "web")
    (container,) = web["spec"]["template"]["spec"]["containers"]
    assert container["ports"] == [{"name": "http", "containerPort": 3000}]
    (service,) = of("Service")
    assert service["spec"]["ports"][0]["targetPort"] == "http"


def test_who_is_stopped_has_the_time_that_it_takes() -> None:
    """Whoever answers gets longer than it may take in all, and that is longer than its parts."""
    assert STOP_SECONDS > LAST_REQUESTS + wiring.DRAIN_SECONDS
    assert all(runs.grace > STOP_SECONDS for runs in WEB.values())
    assert all(runs.grace > wiring.DRAIN_SECONDS for runs in WORKERS.values())


def test_containers_may_do_little() -> None:
    """They are nobody in particular and write into /tmp alone, where Matplotlib keeps its list."""
    for service in (COMPOSE["services"][name] for name in ("web", "worker")):
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert not service["user"].startswith("0")
    for one in of("Deployment"):
        pod = one["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert [one["mountPath"] for one in container["volumeMounts"]] == ["/tmp"]  # noqa: S108 - of a container
    assert {runs.env["MPLCONFIGDIR"] for runs in ALL} == {"/tmp/matplotlib"}  # noqa: S108 - as above

"""LaunchDarkly's own Python client makes every call; its strict models take each answer."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import launchdarkly_api
import pytest

from bot.local.insights.changes import PullRequest, Reference
from bot.local.insights.config import Bound, Config
from bot.local.insights.flags import Flag, FlagEvent, Impact
from bot.local.insights.limits import RateLimit
from tests.bot.local.insights.locally import Local, finished, ms, running
from tests.fakes import MovedClock

ld: Any = launchdarkly_api  # its types call every field optional, so each look would need an if

START = dt.datetime(2026, 11, 16, tzinfo=dt.UTC)
END = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SHOP = {"project_key": "shop", "environment_key": "production"}


PULL_REQUEST = PullRequest(
    "shop",
    "web",
    "7",
    created_at=ms("2026-11-17"),
    merged_at=ms("2026-11-18"),
    first_commit_at=ms("2026-11-16"),
    title="New cart",
    author="ada",
    references=(Reference("new-cart", 3, 0),),
)
FLAG = Flag(
    "shop",
    "production",
    "new-cart",
    ms("2026-09-01"),
    maintainer_id="a1",
    maintainer_name="Ada",
    applications=("web",),
)
EVENT = FlagEvent(
    "shop",
    "production",
    "new-cart",
    "enabled_targeting",
    ms("2026-11-18"),
    member="a@example.com",
    actions=("updateOn",),
    impact=Impact("small", 12.5, "evaluations"),
    experiments=("cart-test",),
)
EVENTS = [
    EVENT,
    replace(EVENT, at=EVENT.at + 1, experiments=(), impact=Impact("large", 100.0, "evaluations")),
    replace(EVENT, at=EVENT.at + 2, impact=Impact("large", 100.0, "global")),
    replace(EVENT, at=EVENT.at + 3, impact=Impact(reason="waiting"), actions=("updateName",)),
]


@pytest.fixture
def local(clock: MovedClock) -> Iterator[Local]:
    """A server with a few deployments, what they brought, flags, and a bound."""
    config = Config(bounds={"deploymentFrequency": (Bound("lower", 3),)})
    with running(clock, config) as server:
        server.store.add(finished(f"1.{n}", "2026-11-18T12:00") for n in range(25))
        server.store.add([finished("2.0", "2026-11-19", type="started", application="api")])
        server.store.pull_requests.put([PULL_REQUEST])
        server.store.flags.put([FLAG])
        server.store.flag_events.put(EVENTS)
        yield server


@pytest.fixture
def client(local: Local) -> Iterator[launchdarkly_api.ApiClient]:
    """The client as LaunchDarkly's documentation sets it up."""
    configuration = ld.Configuration(
        host=local.url, api_key={"ApiKey": local.writer}, retries=False
    )
    with ld.ApiClient(configuration) as client:
        client.set_default_header("LD-API-Version", "beta")
        yield client


@pytest.mark.parametrize("bucket_type", ["rolling", "hour", "day"])
@pytest.mark.parametrize("group_by", ["application", "kind", None])
def test_the_chart_with_all_ten_parameters(
    client: launchdarkly_api.ApiClient, bucket_type: str, group_by: str | None
) -> None:
    """Each parameter is understood as the client sends it."""
    chart = ld.InsightsChartsBetaApi(client).get_deployment_frequency_chart(
        **SHOP,
        application_key="web,api",
        var_from=START,
        to=END,
        bucket_type=bucket_type,
        bucket_ms=86_400_000,
        group_by=group_by,
        expand="metrics",
    )
    assert sum(series.metadata.count for series in chart.series) == 25
    assert [point.x for point in chart.series[0].data] == [
        ms(f"2026-11-{day}") for day in range(16, 23)
    ]
    bounds = [bound.to_dict() for bound in chart.series[0].metadata.bounds]
    assert bounds == ([] if group_by else [{"name": "lower", "value": 3}])
    assert chart.metadata.metrics["deploymentFrequency"].indicator == "excellent"


@pytest.mark.parametrize("has_experiments", [True, False, None])
@pytest.mark.parametrize("group_by", ["impact", None])
def test_the_release_chart(
    client: launchdarkly_api.ApiClient, group_by: str | None, *, has_experiments: bool | None
) -> None:
    """All eleven parameters, with booleans and times as the client sends them."""
    chart = ld.InsightsChartsBetaApi(client).get_release_frequency_chart(
        **SHOP,
        application_key="web,api",
        has_experiments=has_experiments,
        var_global="exclude",
        group_by=group_by,
        var_from=START,
        to=END,
        bucket_type="day",
        bucket_ms=86_400_000,
        expand="metrics",
    )
    counts = {True: 1, False: 1, None: 2}
    assert sum(series.metadata.count for series in chart.series) == counts[has_experiments]
    assert [series.metadata.name for series in chart.series] == (
        ["none", "small", "medium", "large"] if group_by else ["all"]
    )
    assert chart.metadata.metrics["releaseFrequency"].indicator == "good"


@pytest.mark.parametrize("group_by", ["stage", "application", None])
def test_the_lead_time_chart(client: launchdarkly_api.ApiClient, group_by: str | None) -> None:
    """All nine parameters; the times are numbers here."""
    chart = ld.InsightsChartsBetaApi(client).get_lead_time_chart(
        **SHOP,
        application_key="web,api",
        var_from=ms("2026-11-16"),
        to=ms("2026-11-23"),
        bucket_type="day",
        bucket_ms=86_400_000,
        group_by=group_by,
        expand="metrics,percentiles",
    )
    names = [series.metadata.name for series in chart.series]
    stages, applications = ["coding", "review", "wait"], ["web", "api"]
    assert names == (applications if group_by == "application" else stages)
    (point,) = chart.series[0].data
    assert point.values["p50"] > 0
    assert chart.metadata.metrics["leadTime"].unit == "days"


def test_the_flag_charts(client: launchdarkly_api.ApiClient) -> None:
    """All parameters of both."""
    api = ld.InsightsChartsBetaApi(client)
    stale = api.get_stale_flags_chart(
        **SHOP,
        application_key="web",
        group_by="maintainer",
        maintainer_id="a1",
        maintainer_team_key="core",
        expand="metrics",
    )
    names = {series.metadata.name: series.metadata.count for series in stale.series}
    assert names == {"Ada": 1, "core": 0}
    assert stale.metadata.metrics["staleFlags"].value == 100
    status = api.get_flag_status_chart(**SHOP, application_key="web")
    assert [one.metadata.name for one in status.series] == ["new", "active", "launched", "inactive"]


def test_flag_events(client: launchdarkly_api.ApiClient) -> None:
    """All twelve parameters, and the strict model of an event."""
    found = ld.InsightsFlagEventsBetaApi(client).get_flag_events(
        **SHOP,
        application_key="web",
        query="new",
        impact_size="small",
        has_experiments=True,
        var_global="include",
        expand="experiments",
        limit=10,
        var_from=ms("2026-11-16"),
        to=ms("2026-11-23"),
    )
    (item,) = found.items
    assert (found.total_count, item.impact.size, item.member.email) == (1, "small", "a@example.com")
    assert item.experiments.items[0].iteration.status == "running"
    again = ld.InsightsFlagEventsBetaApi(client).get_flag_events(**SHOP, after=str(item.id))
    assert all(one.event_time <= item.event_time for one in again.items)


def test_pull_requests(client: launchdarkly_api.ApiClient) -> None:
    """All eleven parameters, and the strict model of a pull request."""
    api = ld.InsightsPullRequestsBetaApi(client)
    found = api.get_pull_requests(
        **SHOP,
        application_key="web",
        status="deployed",
        query="cart",
        limit=10,
        expand="deployments,flagReferences,leadTime",
        sort="-leadTime",
        var_from=START,
        to=END,
    )
    (item,) = found.items
    assert (item.external_id, item.status) == ("7", "deployed")
    assert item.lead_time.max_total_lead_time_ms == item.deployments.items[0].lead_time
    assert item.flag_references.items[0].flag_key == "new-cart"
    assert api.get_pull_requests("shop", before=str(item.id), var_from=START).items == []


def test_scores(client: launchdarkly_api.ApiClient) -> None:
    """Every score has its indicator, its range and the period before."""
    found = ld.InsightsScoresBetaApi(client).get_insights_scores(**SHOP, application_key="web")
    assert found.scores.deployment_frequency.indicator == "good"
    assert found.scores.overall.aggregate_of == ["velocity", "risk", "efficiency"]
    assert found.scores.lead_time.indicator_range.max <= 100


def test_the_chart_without_any_parameter(client: launchdarkly_api.ApiClient) -> None:
    """Everything has a default."""
    chart = ld.InsightsChartsBetaApi(client).get_deployment_frequency_chart()
    assert chart.series[0].metadata.count == 25


def test_times_in_other_forms(client: launchdarkly_api.ApiClient, local: Local) -> None:
    """The client can be set to send what the prose says; a naive time is UTC."""
    api = ld.InsightsChartsBetaApi(client)
    naive = START.replace(tzinfo=None)
    for form, sent in [
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2026-11-16T00:00:00.000000"),
        ("1794787200000", "1794787200000"),
    ]:
        client.configuration.datetime_format = form
        chart = api.get_deployment_frequency_chart(var_from=naive)
        assert chart.series[0].data[0].x == ms("2026-11-16")
        assert local.record.requests[-1].query["from"] == sent


def test_deployments_are_posted_listed_read_and_corrected(
    client: launchdarkly_api.ApiClient,
) -> None:
    """The life of a deployment."""
    api = ld.InsightsDeploymentsBetaApi(client)
    event = ld.PostDeploymentEventInput(
        projectKey="shop",
        environmentKey="production",
        applicationKey="web",
        applicationKind="browser",
        version="3.0",
        eventType="started",
        eventTime=ms("2026-11-24T09:00"),
        deploymentMetadata={"build": "7"},
    )
    assert api.create_deployment_event(event) is None
    page = api.get_deployments(
        **SHOP, limit=20, expand="pullRequests,flagReferences", var_from=ms("2026-11-17")
    )
    assert (page.total_count, len(page.items)) == (27, 20)
    newest = page.items[0]
    assert (newest.application_version, newest.ended_at) == ("3.0", None)
    after = page.links["next"].href.partition("after=")[2]
    rest = api.get_deployments(**SHOP, after=after, var_from=ms("2026-11-17"), status="finished")
    assert len(rest.items) == 27 - 20
    patch = [ld.PatchOperation(op="replace", path="/status", value="finished")]
    assert api.update_deployment(str(newest.id), patch).status == "finished"
    assert api.get_deployment(str(newest.id), expand="pullRequests").ended_at is not None


def test_who_and_what_there_is(client: launchdarkly_api.ApiClient) -> None:
    """What self-checks and suggestions ask for."""
    assert ld.OtherApi(client).get_versions().beta is True
    assert ld.OtherApi(client).get_caller_identity().service_token is True
    assert [one.key for one in ld.ProjectsApi(client).get_projects(limit=5).items] == ["shop"]
    environments = ld.EnvironmentsApi(client).get_environments_by_project("shop")
    assert [one.key for one in environments.items] == ["production"]
    applications = ld.ApplicationsBetaApi(client).get_applications(sort="name")
    assert [one.key for one in applications.items] == ["api", "web"]


def test_refusals_are_the_exceptions_that_the_client_knows(
    client: launchdarkly_api.ApiClient, local: Local
) -> None:
    """400, 401, 403, 404 and 429 are parsed by the client's own error models."""
    charts = ld.InsightsChartsBetaApi(client)
    with pytest.raises(ld.exceptions.BadRequestException) as bad:
        charts.get_deployment_frequency_chart(bucket_type="week")
    assert bad.value.data.errors[0].attribute == "bucketType"
    with pytest.raises(ld.exceptions.BadRequestException) as unknown:
        ld.InsightsScoresBetaApi(client).get_insights_scores("nope", "production")
    assert unknown.value.data.errors[0].attribute == "projectKey"
    for call in (
        charts.get_release_frequency_chart,
        charts.get_stale_flags_chart,
        charts.get_flag_status_chart,
        ld.InsightsFlagEventsBetaApi(client).get_flag_events,
    ):
        with pytest.raises(ld.exceptions.NotFoundException) as nowhere:
            call("shop", "nope")
        assert nowhere.value.data.code == "not_found"
    with pytest.raises(ld.exceptions.NotFoundException) as missing:
        charts.get_deployment_frequency_chart(project_key="nope")
    assert missing.value.data.code == "not_found"
    local.limiter.rules = RateLimit(limit=0)
    with pytest.raises(ld.exceptions.ApiException) as limited:
        charts.get_deployment_frequency_chart()
    assert (limited.value.status, limited.value.data.code) == (429, "rate_limited")
    local.limiter.rules = RateLimit()
    ld.ApiClient.set_default_header(client, "LD-API-Version", "20240415")
    with pytest.raises(ld.exceptions.ForbiddenException) as forbidden:
        charts.get_deployment_frequency_chart()
    assert "LD-API-Version" in forbidden.value.data.message
    client.configuration.api_key["ApiKey"] = f"Bearer {local.writer}"
    with pytest.raises(ld.exceptions.UnauthorizedException):
        charts.get_deployment_frequency_chart()

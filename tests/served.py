"""An application with people in it, asked over HTTP as their browsers would."""

from functools import cache

from dashboard.app import create_app
from dashboard.auth.sign_in_gate import Gate
from dashboard.build_queries import BuildQueries
from dashboard.operational.store import office_of
from etl.settings import Settings
from tests.cast import PASSWORD, people
from tests.offices import Clock

OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Served:
    """The pages over a build, with the usual cast and whoever else is named, around one region."""

    def __init__(self, built, folder, region, others=None):
        settings = Settings(data_dir=built.data_dir, build_dir=built.build_dir, office_dir=folder)
        self.catalog = built.catalog
        self.office = office_of(settings, Clock())
        gate = Gate(self.office, settings)
        people(gate, region, others or {})
        self.app = create_app(BuildQueries(built.build_dir), settings, gate=lambda: gate).server
        self.build_id = built.build_id

    @cache  # noqa: B019  lives as long as the module
    def client(self, name=None):
        client = self.app.test_client()
        if name:
            client.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN)
        return client

    def panel(self, client, name, at):
        return client.get(f"/panel/{self.build_id}/{name}.json?at={at}").get_data(as_text=True)

    def export(self, client, name, at):
        return client.get(f"/export/{self.build_id}/{name}.csv?at={at}").get_data(as_text=True)

"""What a cluster is sent is enough: a build of parts is the build of the whole, whatever the engine."""

import pytest

from etl.pipeline.build import build
from etl.spark import work
from tests.conftest import SHIPPED, TINY
from tests.parts import InParts
from tests.same_build import differing


@pytest.mark.parametrize(("data", "whole"), [(TINY, "tiny_build"), (SHIPPED, "real_build")])
def test_a_build_made_part_by_part_is_the_same_build_value_by_value(data, whole, tmp_path, request):
    engine = InParts()
    build(data, tmp_path, engine=engine)
    expected = request.getfixturevalue(whole)

    assert len(engine.ground.blocks) > 1
    assert differing(expected.folder, tmp_path / expected.build_id) == []


def test_a_worker_with_other_code_than_the_driver_refuses_to_count():
    with pytest.raises(work.OtherCodeError, match="driver 0123456789ab"):
        work.refuse_other_code("0123456789abcdef")

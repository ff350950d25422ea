"""What a run says of the capacity that it lost."""

from brimstone.result.fade import Fade


def test_a_capacity_that_moved_by_less_than_a_cycler_tells_is_said_to_be_kept_and_a_gain_is_no_loss():
    assert Fade(2, 4, 1000.0, 1000.5, {"cracks": -0.5}).sentence().endswith("kept its capacity within 0.1 %.")
    assert "gained 2 % of its capacity" in Fade(2, 4, 1000.0, 1020.0, {"cracks": -20.0}).sentence()
    assert "lost 2 % of its capacity" in Fade(2, 4, 1000.0, 980.0, {"cracks": 20.0}).sentence()


def test_a_loss_of_nearly_all_is_written_out():
    said = Fade(2, 200, 1000.0, 1.0, {"shuttle": 3.0, "cracks": 996.0}).sentence()
    assert "shuttle 0.3 %" in said
    assert "cracks 100 %" in said

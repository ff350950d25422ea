from brimstone.result import LOSSES
from brimstone.view import losses, steps
from brimstone.view.palette import LOSS_COLOURS
from tests.cells import LITHIUM_SULFIDE
from tests.cells import run as cell_run
from tests.report import recipes


def test_every_loss_has_a_colour_a_plain_name_and_a_remedy():
    assert set(LOSSES) == set(LOSS_COLOURS) == set(losses.PLAIN) == set(losses.REMEDIES)


def test_the_sentences_name_the_largest_losses_first(uncertain):
    found = losses.step_losses(uncertain)
    sentences = losses.limits(uncertain, found)
    fast = found[-1]
    largest = max(fast.millivolts, key=lambda name: fast.millivolts[name])
    about_fast = next(sentence for sentence in sentences if sentence.startswith("During discharge 2C"))
    assert about_fast.index(losses.PLAIN[largest]) == min(
        about_fast.index(losses.PLAIN[name]) for name in losses.PLAIN if losses.PLAIN[name] in about_fast
    )
    best = max(fast.regained, key=lambda name: fast.regained[name])
    if fast.regained[best] > 0.02 * fast.capacity:
        assert f"without {losses.PLAIN[best]}" in "".join(sentences)


def behind_a_thick_glass(rate):
    protocol = [{"rates": ["1C", rate], "window": ["1.0 V", "2.8 V"]}]
    separator = [{"electrolyte": "75Li2S-25P2S5 glass", "thickness": "1 mm"}]
    run = recipes.run(recipes.change(recipes.RATE_TEST, protocol=protocol, separator=separator))
    return run, losses.step_losses(run)


def test_a_step_that_ends_at_once_is_told_with_what_would_help():
    run, found = behind_a_thick_glass("10C")
    assert found[-1].capacity == 0.0
    assert sum(found[-1].millivolts.values()) == 0.0
    sentences = " ".join(losses.limits(run, found))
    assert "Discharge 10C ends at once" in sentences
    assert f"more without {losses.PLAIN['electrolyte layer']}" in sentences
    assert found[-1].gain_share("electrolyte layer") == 1.0


def test_where_several_losses_each_exceed_the_window_none_is_blamed_alone():
    run, found = behind_a_thick_glass("60C")  # the layer alone costs 16 V, what else there is still more than 1 V
    assert found[-1].capacity == 0.0
    assert max(found[-1].regained.values()) == 0.0
    sentences = " ".join(losses.limits(run, found))
    assert "No single loss keeps discharge 60C from starting" in sentences
    assert "would gain less than" not in sentences


def of_lithium_sulfide(protocol):
    run = cell_run(LITHIUM_SULFIDE, protocol=protocol, reference="Li-In", operation={"temperature": "60 degC"})
    return run, losses.step_losses(run)


def test_a_cell_made_discharged_is_judged_by_its_discharges_and_by_what_its_first_charge_opened():
    rates = [
        {"charge": "0.05C", "to": "2.4 V"},
        {"rates": ["0.05C", "1C"], "charge": "0.05C", "window": ["0.4 V", "2.4 V"]},
    ]
    run, found = of_lithium_sulfide(rates)
    assert [step.step.instruction.kind for step in losses.ends_of(found)] == ["discharge", "discharge"]
    sentences = losses.limits(run, found)
    assert any(words.startswith("During discharge 1C") for words in sentences)
    opened = next(entry.value for entry in run.provenance if entry.where == "cathode.activated_share")
    told = next(words for words in sentences if "takes no part" in words)
    assert f"opens {100 * opened:.0f} % of the Li₂S" in told.replace("\u00a0", " ")
    assert not any("Whatever the rate" in words for words in sentences)


def test_a_charge_alone_is_judged_itself():
    run, found = of_lithium_sulfide([{"charge": "0.05C", "to": "2.4 V"}])
    assert [step.step.instruction.kind for step in losses.ends_of(found)] == ["charge"]
    assert any(words.startswith("During charge 0.05C") for words in losses.limits(run, found))


def test_voltages_and_energies_name_their_scales_where_they_differ():
    run, _ = of_lithium_sulfide([{"charge": "0.05C", "to": "2.4 V"}, {"discharge": "0.05C", "to": "0.4 V"}])
    lines = " ".join(str(note) for note in steps.endings(run))
    assert "V is against Li/Li⁺; Wh kg⁻¹ and Wh L⁻¹ are at the terminals (against Li-In) and per all layers" in lines
    charge, discharge = run.shown
    beyond = discharge.charge.value > 1.005 * charge.charge.value
    assert ("of the charge before them" in lines) == beyond

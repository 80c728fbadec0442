"""Evidence that a challenger does harm, which may be looked at as often as anybody likes.

Conversations are given to the arms by lot. If the challenger does no more harm than the control,
each harmed conversation is the challenger's with at most the challenger's share, whatever the
rate of harm is and however it changes over the day. The evidence is the likelihood ratio of
"harm is so many times as frequent" against that, averaged over some such numbers: a
nonnegative supermartingale that begins at 1, so that it ever reaches 1 / FALSE_ALARMS with a
chance of at most FALSE_ALARMS (J. Ville, 1939). Averaging over alternatives is H. Robbins' mixture (1970);
its use for the counts of randomised arms is that of M. Lindon and A. Malek, Anytime-Valid Inference for
Multinomial Count Data (NeurIPS 2022).
"""

from math import exp, log

FALSE_ALARMS = 0.05
"""How often at most a harmless challenger is ever stopped."""
ENOUGH = 1 / FALSE_ALARMS
"""The evidence from which on it is."""
TIMES = (1.25, 1.5, 2.0, 3.0)
"""How many times as frequent harm may be; each is given the same weight."""
_MOST = 1e9


def evidence(control: int, challenger: int, share: float) -> float:
    """Return how much harmed conversations of the arms speak against the challenger.

    1 says nothing, ENOUGH is enough. `share` of all conversations get the challenger; it is
    between 0 and 1 and must not change while they are counted.
    """
    logs = [_log_ratio(control, challenger, share, times) for times in TIMES]
    top = max(logs)
    if top > log(_MOST):
        return _MOST
    return sum(exp(each) for each in logs) / len(logs)


def _log_ratio(control: int, challenger: int, share: float, times: float) -> float:
    """Log likelihood of the arms of all harmed conversations, against that of equal rates."""
    all_of_it = times * share + (1 - share)
    return challenger * log(times / all_of_it) - control * log(all_of_it)

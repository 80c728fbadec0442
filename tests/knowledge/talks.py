"""Short interviews that a test takes in as a person would."""

from knowledge.interviews.reading import read
from knowledge.models import Collection, Interview
from knowledge.services import interviews

PUMP = """[00:00:05] Ina: How do you prime the pump?
[00:00:09] Otto: First you close the outlet valve. Then you open the vent. After that you pour water into the housing until it runs out of the vent.
[00:00:30] Ina: And what can go wrong?
[00:00:33] Otto: Never run it dry, because the seal burns within a minute.
[00:00:41] Ina: What do you do when it shows E12?
[00:00:45] Otto: E12 means the suction line draws air. Tighten the flange on the suction side, then it goes away.
[00:00:58] Ina: How high may the pressure be?
[00:01:02] Otto: The pressure has to stay between 2 and 6 bar.
"""


def pump_talk(collection: Collection, text: str = PUMP) -> Interview:
    """Return the talk about a pump, taken in, its speakers approved."""
    data = text.encode()
    about = interviews.About(title="Pumps with Otto")
    original = interviews.Original(data, "pumps.txt")
    interview = interviews.add(
        collection=collection,
        transcript=read(data),
        original=original,
        about=about,
        user=None,
    )
    for speaker in interview.speakers.all():
        role = "interviewer" if speaker.name == "Ina" else "expert"
        interview.speakers.filter(pk=speaker.pk).update(role=role)
    Interview.objects.filter(pk=interview.pk).update(state=Interview.State.READY)
    interview.refresh_from_db()
    return interview

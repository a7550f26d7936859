"""What the desk writes about confidential matters: words that could be anybody's."""

import random

from servicedesk import reference

_RELAYED = (
    "企业补充:问题目前仍然存在,希望尽快有明确说法;其他情况以转办件为准。",
    "已与企业核对,转办件所述属实;企业希望了解办理的大致时间。",
    "企业表示愿意配合核查,但请不要上门,由服务中心转达即可。",
)


def handover_text(category: str) -> str:
    """The redacted text that a department gets (转办件), by the matter's category."""
    name = next(one.name_zh for one in reference.categories() if one.code == category)
    return (
        f"一家企业反映“{name}”方面的问题,要求保密。请依职责核实有关政策和办理情况,说明能否解决、"
        "如何解决、何时解决;需要向企业核对的,请告知服务中心转达。"
    )


def relayed_note(rng: random.Random) -> str:
    """What the enterprise told the desk for the department."""
    return rng.choice(_RELAYED)

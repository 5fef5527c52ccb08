"""Places to countries, and places in the United Kingdom to its nations, only where a name leaves no doubt."""

from __future__ import annotations

from collections.abc import Iterable

from trialign.model.directory import UNITED_KINGDOM, Nation

_KINGDOM = frozenset({
    "united kingdom", "uk", "u.k.", "gb", "gbr", "great britain", "england", "scotland", "wales", "northern ireland",
    "united kingdom of great britain and northern ireland", "united kingdom (northern ireland)",
})  # fmt: skip
# Names shared by towns of several nations (Newport, Bangor, Newcastle, Richmond) are left out on purpose.
_NAMES = {
    Nation.ENGLAND: """
        england|london|city of london|london, city of|greater london|manchester|greater manchester
        cambridge|cambridgeshire|sutton|surrey|leeds|yorkshire|west yorkshire|south yorkshire|north yorkshire|oxford
        oxfordshire
        newcastle upon tyne|newcastle-upon-tyne|birmingham|west midlands|nottingham|nottinghamshire|truro|cornwall
        liverpool|merseyside|preston|lancashire|exeter|devon|bristol|leicester|leicestershire|torquay|bath|northwood
        taunton|somerset|bournemouth|dorset|wirral|metropolitan borough of wirral|wolverhampton|kent|canterbury
        portsmouth|southampton|hampshire|blackpool|guildford|sheffield|plymouth|norwich|norfolk|ipswich|suffolk|derby
        derbyshire|coventry|warwick|warwickshire|stoke-on-trent|stoke on trent|staffordshire|hull|kingston upon hull
        middlesbrough|sunderland|durham|bradford|huddersfield|york|carlisle|cumbria|chester|cheshire|bebington
        cheltenham|gloucester|gloucestershire|reading|berkshire|swindon|wiltshire|salisbury|brighton|east sussex
        west sussex|maidstone|essex|chelmsford|colchester|peterborough|northampton|northamptonshire|lincolnshire
        milton keynes|buckinghamshire|hertfordshire|middlesex|harrow|romford|tyne and wear|tyne & wear
        """,
    Nation.SCOTLAND: """
        scotland|edinburgh|glasgow|aberdeen|dundee|inverness|stirling|lanarkshire|fife|kirkcaldy|dumfries|ayrshire
        midlothian|tayside|grampian|strathclyde|aberdeenshire|city of edinburgh|glasgow city|city of glasgow|melrose
        """,
    Nation.WALES: """
        wales|cardiff|swansea|wrexham|rhyl|llantrisant|merthyr tydfil|carmarthen|haverfordwest|bodelwyddan|gwent
        glamorgan|south glamorgan|west glamorgan|clwyd|gwynedd|dyfed|powys|denbighshire
        """,
    Nation.NORTHERN_IRELAND: """
        northern ireland|belfast|londonderry|derry|craigavon|antrim|county antrim|armagh|county down|dundonald|omagh
        """,
}
_NATION = {
    name.strip(): nation for nation, names in _NAMES.items() for line in names.split("\n") for name in line.split("|")
}
_NATION.pop("", None)


def country(printed: str) -> str:
    """Return a country with the names of the United Kingdom and its nations brought to one."""
    plain = printed.partition(" - ")[0].strip()  # 'Germany - PEI' names the authority too
    return UNITED_KINGDOM if plain.casefold() in _KINGDOM else plain


def nation(*names: str) -> Nation | None:
    """Return the nation that the names of a place in the United Kingdom agree on: state, then city."""
    found = {_NATION[name.strip().casefold()] for name in names if name.strip().casefold() in _NATION}
    return found.pop() if len(found) == 1 else None


def nations(places: Iterable[tuple[str, ...]]) -> tuple[Nation, ...]:
    """Return the nations of places, each given by its names, in the order of the nations."""
    found = {nation(*names) for names in places}
    return tuple(each for each in Nation if each in found)

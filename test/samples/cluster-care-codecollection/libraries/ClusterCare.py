"""Keywords that the CodeBundles of this collection share: how urgent an end date is."""

ROBOT_LIBRARY_SCOPE = "GLOBAL"


def severity_for_days_left(days_left, otherwise=3):
    """Returns the severity of something that ends in ``days_left`` days.

    2 once it has ended or ends within 3 days, 3 within 14 days, 4 later.
    Without a number of days (``None``) it is ``otherwise``.
    """
    if days_left is None:
        return int(otherwise)
    days = int(days_left)
    if days < 3:
        return 2
    return 3 if days < 14 else 4


def score_days_left(days_left, minimum):
    """Returns a score between 0 and 1 for something that ends in ``days_left`` days.

    1 from ``minimum`` days on, 0 when it has ended, and in proportion between.
    ``None`` means that nothing has an end, which is 1.
    """
    if days_left is None:
        return 1.0
    wanted = int(minimum)
    if wanted <= 0:
        return 1.0 if int(days_left) >= 0 else 0.0
    return round(min(1.0, max(0.0, int(days_left) / wanted)), 2)

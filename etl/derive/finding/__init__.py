"""What yearly series show: peak status, trend, decoupling, drivers, agreement, scenarios. No targets.

``years``       yearly figures of a region, without crossing a break.
``yearly``      the same out of the arrays of a build.
``peaks``       peak status of every inventory and region, with its test.
``trends``      Sen slope and Mann–Kendall of a yearly series.
``drivers``     decoupling (Tapio) and drivers (LMDI on the Kaya product) over declared windows.
``agreements``  how far two inventories agree.
``scenarios``   a fan of paths under declared assumptions.
``findings``    all of them, as rows of the table ``finding``.
"""

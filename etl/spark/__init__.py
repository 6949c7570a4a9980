"""The stages from observe to assess on PySpark (extra ``[spark]``), for inputs that outgrow one machine.

``session``    one connection to a cluster; what is lacking is told in words.
``exchange``   columns as Arrow tables and back.
``work``       what a worker does with its part: the functions of the stages, nothing else. Knows no Spark.
``parts``      how tables are cut, and how results come back in order. Knows no Spark either.
``engine``     sends parts out and takes results in.
"""

"""The load desk: a workbook is brought, read, shown, proposed, accepted by another person, published, undone.

    upload.py    what an upload is, its states, which file names are taken
    kept.py      the store: every step of an upload as one transaction with its event
    reach.py     whose figures a file holds, and who may bring, see and accept it
    found.py     what was found in a file: cells, faults, difference, challenges, returns — codes and numbers
    places.py    the folders: files at work, and those accepted, which builds take in
    work.py      the process in the background, at its bench.py: reading.py, publishing.py
    desk.py      the desk as one reader meets it; opening.py makes it

Forms stand in ``web/desk_forms.py``, words and tables of an upload in ``views/desk``, the list of uploads in
``pages/data_desk.py``. A build is started by ``builds.py`` alone.
"""

"""The registers of the articles: one engine for all that ``data/catalog/registers`` declares.

    entry     what an entry is, told again from the events of the chain
    checks    what is wrong with one                rows   a workbook's rows → fields
    bases     whether what an act rests on is a document in force
    standing  what is due, overdue, closed in time: deadlines and 办结率
    kept      entries in the operational store      desk   what one reader may see and keep

Only ``kept`` knows the store.
"""

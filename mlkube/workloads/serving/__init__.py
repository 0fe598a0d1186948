"""What every model server has around it: replicas, scaling, Services, ways in, metrics, a budget.

A kind of server says what it is (`Server`) and fills its pod; everything else is built here.
"""

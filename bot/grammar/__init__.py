"""A typed request line becomes a request, or one sentence that says what to type instead.

    [project] [options]        mobile 90d by application

Options come in any order, with or without dashes, under the API's name or a short one. Phones bend
quotes and turn two dashes into one long one; both are straightened first. Nothing here looks at a
clock or asks anybody: `now`, the person's zone and the defaults are arguments.
"""

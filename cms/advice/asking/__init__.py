"""The public side. In comes a form that nobody signed in for; out goes one question, and a code to follow it by.

``token`` the signed form and the code · ``proof`` work of the browser · ``limits`` how often · ``spam`` marks ·
``contact`` what is kept encrypted · ``similar`` what is offered while typing · ``ask`` makes the question · ``follow``
what the code opens.
"""

"""Screens. In public: ``question_form``, ``tracking``, ``usefulness``, ``experts``; in the admin: ``question_queue``,
``question_detail`` (for those who handle), ``assigned_questions`` (for those who answer), ``law_reviews``,
``expert_profiles``, ``advice_rules``. ``question_screen`` is what item and task share.
"""

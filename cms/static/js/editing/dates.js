/* The calendar "corrects" what was typed: 31/02/2005 became 03/03/2005 without a word. Typed dates stay as they are
   and are checked by the server, which says so at the field. */
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

from django.conf import settings
from django.db import migrations, models
import cms.district.models.submissions
import django.core.validators
import django.db.models.deletion


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_media_files_jobs'),
        ('legal', '0001_initial'),
        ('tenancy', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BlockCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problems', models.JSONField(default=list)),
                ('checked_at', models.DateTimeField()),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='block_check', to='tenancy.school')),
            ],
        ),
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(editable=False, max_length=255, verbose_name='title')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note to the schools')),
                ('mode', models.CharField(choices=[('mandatory', 'Mandatory: shown on every site, locked'), ('recommended', 'Recommended: the school accepts or declines'), ('copy', 'Editable copy: the school makes a page of its own from it')], default='mandatory', max_length=12, verbose_name='mode')),
                ('place', models.CharField(blank=True, choices=[('home.NewsPage', 'News of the school'), ('home.NoticePage', 'Notices'), ('legal.LegalNewsPage', 'Legal education: activity news'), ('legal.LegalMaterialPage', 'Legal education: materials'), ('legal.LegalDocument', 'Legal education: new documents')], max_length=24, verbose_name='list that it stands in')),
                ('audience', models.CharField(choices=[('all', 'All schools'), ('level', 'Schools of some levels'), ('commune', 'Schools of some communes'), ('authority', 'Schools of a governing authority'), ('list', 'Schools named one by one')], default='all', max_length=10, verbose_name='to')),
                ('levels', models.JSONField(blank=True, default=list, verbose_name='levels')),
                ('communes', models.JSONField(blank=True, default=list, verbose_name='communes')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='schools as of')),
                ('school_ids', models.JSONField(blank=True, default=list, verbose_name='schools')),
                ('needs_confirmation', models.BooleanField(default=True, verbose_name='the schools confirm that they have read it')),
                ('confirm_by', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='show from')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='show until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('announced_at', models.DateTimeField(editable=False, null=True)),
                ('recalled_at', models.DateTimeField(editable=False, null=True)),
                ('recall_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.governingauthority', verbose_name='governing authority')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='broadcasts', to='legal.legaldocument', verbose_name='document of the library')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='broadcasts', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page of the portal')),
                ('recalled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'item sent to schools',
                'verbose_name_plural': 'items sent to schools',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='CheckedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('url', models.TextField(verbose_name='address')),
                ('state', models.CharField(choices=[('new', 'Not checked yet'), ('ok', 'Answers'), ('failing', 'Did not answer, is tried again'), ('broken', 'Broken'), ('refused', 'Not checked: a private address')], default='new', max_length=8, verbose_name='state')),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('failed_since', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('next_check_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Depth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.PositiveIntegerField(default=0)),
                ('citations', models.PositiveSmallIntegerField(default=0)),
                ('has_author', models.BooleanField(default=False)),
                ('by_rule', models.BooleanField(default=False)),
                ('by_office', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('in_depth', models.BooleanField(default=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='depth_of_text', to=settings.WAGTAIL_PAGE_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.school')),
            ],
        ),
        migrations.CreateModel(
            name='GatherRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everything', models.BooleanField(default=True, help_text='Off: only pages that the office has accepted.', verbose_name='gather everything that schools publish')),
                ('min_words', models.PositiveIntegerField(default=600, validators=[django.core.validators.MinValueValidator(1)], verbose_name='words at least')),
                ('min_citations', models.PositiveSmallIntegerField(default=1, verbose_name='cited documents at least')),
                ('needs_author', models.BooleanField(default=True, verbose_name='the author is named')),
            ],
            options={
                'verbose_name': 'rules of gathering',
                'verbose_name_plural': 'rules of gathering',
            },
        ),
        migrations.CreateModel(
            name='LinkUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told', models.BooleanField(default=False)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='district.checkedlink')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outgoing_links', to=settings.WAGTAIL_PAGE_MODEL)),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='outgoing_links', to='tenancy.school')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('seen', 'Seen'), ('confirmed', 'Confirmed'), ('posted', 'Posted'), ('declined', 'Declined'), ('error', 'Error')], max_length=10, verbose_name='state')),
                ('changed_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('place', models.CharField(blank=True, choices=[('home.NewsPage', 'News of the school'), ('home.NoticePage', 'Notices'), ('legal.LegalNewsPage', 'Legal education: activity news'), ('legal.LegalMaterialPage', 'Legal education: materials'), ('legal.LegalDocument', 'Legal education: new documents')], max_length=24)),
                ('show_on', models.DateField(blank=True, null=True)),
                ('recall_told', models.BooleanField(default=False)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='district.broadcast')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copied_revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copied_from', to=settings.WAGTAIL_PAGE_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='broadcast_receipts', to='tenancy.school')),
            ],
            options={
                'verbose_name': 'receipt of a school',
                'verbose_name_plural': 'receipts of schools',
            },
        ),
        migrations.CreateModel(
            name='ReceiptEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('seen', 'Seen'), ('confirmed', 'Confirmed'), ('posted', 'Posted'), ('declined', 'Declined'), ('error', 'Error')], max_length=10)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='district.receipt')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('summary', models.TextField(blank=True)),
                ('slug', models.SlugField(max_length=255)),
                ('date', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'Waits for the office'), ('changes', 'Changes asked for'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the school'), ('gone', "Taken off the school's site")], default='waiting', max_length=10, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note to the office')),
                ('submitted_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment of the office')),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_revision', models.ForeignKey(null=True, on_delete=cms.district.models.submissions.keep_shown, related_name='shown_on_portal', to='wagtailcore.revision')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('image', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage')),
                ('page', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submission', to=settings.WAGTAIL_PAGE_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='tenancy.school')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nominated page',
                'verbose_name_plural': 'nominated pages',
                'ordering': ['-submitted_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waits for the office'), ('changes', 'Changes asked for'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the school'), ('gone', "Taken off the school's site")], max_length=10)),
                ('at', models.DateTimeField()),
                ('comment', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='district.submission')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='gatherrules',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_gather_rules'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('page', None), ('document', None), _connector='OR'), name='broadcast_page_or_document'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('go_live_at', None), ('expire_at', None), ('expire_at__gt', models.F('go_live_at')), _connector='OR'), name='broadcast_times_in_order'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('recalled_at', None), ('sent_at__isnull', False), _connector='OR'), name='broadcast_recall_after_send'),
        ),
        migrations.AddIndex(
            model_name='depth',
            index=models.Index(condition=models.Q(('in_depth', True)), fields=['school'], name='in_depth_of_school'),
        ),
        migrations.AddConstraint(
            model_name='linkuse',
            constraint=models.UniqueConstraint(fields=('page', 'link'), name='link_use_once'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['school', 'state'], name='receipt_of_school'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('broadcast', 'school'), name='one_receipt_per_school'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', '-submitted_at'], name='submission_queue'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('accepted_revision__isnull', False)), fields=['-date'], name='submission_shown'),
        ),
    ]

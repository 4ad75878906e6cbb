from django.conf import settings
from django.db import migrations, models
import cms.core.fields
import cms.legal.models.imports
import cms.legal.models.pages
import cms.legal.section.guard
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import uuid
import wagtail.fields
import wagtail.models.preview


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_media_files_jobs'),
        ('tenancy', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DistinctDocuments',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'pair of different documents',
                'verbose_name_plural': 'pairs of different documents',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='DocumentType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, help_text='First day; empty: not known.', null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, help_text='Last day; empty: still valid.', null=True, verbose_name='valid to')),
                ('name_en', models.CharField(blank=True, max_length=255, verbose_name='name in English')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('abbreviation', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='abbreviation')),
                ('nature', models.CharField(choices=[('normative', 'normative'), ('administrative', 'administrative'), ('party', 'of the Party'), ('other', 'other')], default='normative', max_length=14, verbose_name='nature')),
                ('rank', models.PositiveSmallIntegerField(default=100, help_text='Lower is stronger: Constitution 1.', verbose_name='legal rank')),
            ],
            options={
                'verbose_name': 'document type',
                'verbose_name_plural': 'document types',
                'ordering': ['rank', 'name'],
            },
        ),
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=200, unique=True)),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='ImportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rejected', 'rejected'), ('flagged', 'flagged')], max_length=8)),
                ('file', models.CharField(blank=True, max_length=120)),
                ('line', models.PositiveIntegerField()),
                ('number', models.CharField(blank=True, max_length=120)),
                ('code', models.CharField(max_length=40)),
                ('values', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of an import',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('state', models.CharField(choices=[('running', 'not finished'), ('done', 'finished')], default='running', max_length=8, verbose_name='state')),
                ('position', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('file', models.FileField(max_length=120, upload_to=cms.legal.models.imports.private_path)),
                ('state', models.CharField(choices=[('checking', 'being tried'), ('checked', 'waits for confirmation'), ('importing', 'being imported'), ('done', 'imported'), ('failed', 'refused')], default='checking', max_length=10, verbose_name='state')),
                ('problem', models.JSONField(blank=True, default=dict)),
                ('report', models.JSONField(blank=True, default=dict)),
                ('position', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded on')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'uploaded import',
                'verbose_name_plural': 'uploaded imports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, help_text='First day; empty: not known.', null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, help_text='Last day; empty: still valid.', null=True, verbose_name='valid to')),
                ('name_en', models.CharField(blank=True, max_length=255, verbose_name='name in English')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('abbreviation', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='abbreviation')),
                ('level', models.CharField(choices=[('central', 'Central'), ('province', 'Province or city'), ('local', 'District or commune'), ('school', 'School')], default='central', max_length=10, verbose_name='level')),
                ('territory', models.CharField(blank=True, max_length=100, verbose_name='territory')),
                ('education', models.BooleanField(default=False, verbose_name='education sector')),
                ('aliases', models.TextField(blank=True, help_text='One per line: how this body is also written, in full or short.', verbose_name='other spellings')),
                ('folded', models.TextField(blank=True, default='', editable=False)),
            ],
            options={
                'verbose_name': 'issuing body',
                'verbose_name_plural': 'issuing bodies',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='LegalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('number_raw', models.CharField(help_text='For example 15/2020/NĐ-CP; write “Không số” where there is none.', max_length=120, verbose_name='number as printed')),
                ('number_norm', models.CharField(db_index=True, editable=False, max_length=120, verbose_name='number, normalised')),
                ('number_key', models.CharField(db_index=True, default='', editable=False, max_length=120)),
                ('slug', models.CharField(db_index=True, editable=False, max_length=200, verbose_name='slug')),
                ('identity_key', models.CharField(default='', editable=False, max_length=255)),
                ('title', models.TextField(blank=True, help_text='Type and subject as printed.', verbose_name='title')),
                ('abstract', models.TextField(blank=True, verbose_name='abstract')),
                ('summary', models.TextField(blank=True, help_text='In plain words, for parents and pupils.', verbose_name='plain summary')),
                ('folded', models.TextField(blank=True, default='', editable=False)),
                ('signer', models.CharField(blank=True, max_length=160, verbose_name='signed by')),
                ('signer_title', models.CharField(blank=True, max_length=160, verbose_name="signer's title")),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                ('issued_on', models.DateField(blank=True, db_index=True, null=True, verbose_name='issued on')),
                ('effective_from', models.DateField(blank=True, db_index=True, null=True, verbose_name='in force from')),
                ('effective_to', models.DateField(blank=True, help_text='The day on which it loses force; for a plan the last day of its period. Empty: no end is known.', null=True, verbose_name='in force to')),
                ('status_override', models.CharField(blank=True, choices=[('not_yet', 'Not yet in force'), ('in_force', 'In force'), ('partly_expired', 'Partly expired'), ('expired', 'Fully expired'), ('suspended', 'Suspended'), ('partly_suspended', 'Partly suspended'), ('obsolete', 'No longer suitable'), ('unknown', 'Status not known'), ('running', 'Being carried out'), ('ended', 'Has ended')], max_length=20, verbose_name='status set by hand')),
                ('status_reason', models.CharField(blank=True, help_text='Needed for a status set by hand; shown to the public.', max_length=255, verbose_name='reason')),
                ('status_from', models.DateField(blank=True, help_text='The first day of the status set by hand; empty: always.', null=True, verbose_name='set by hand from')),
                ('status_set_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('current_status', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('gazette_no', models.CharField(blank=True, max_length=40, verbose_name='gazette number')),
                ('gazette_on', models.DateField(blank=True, null=True, verbose_name='gazette date')),
                ('level', models.CharField(blank=True, choices=[('central', 'Central'), ('province', 'Province or city'), ('local', 'District or commune'), ('school', 'School')], db_index=True, help_text='Empty: that of the issuing body.', max_length=10, verbose_name='level')),
                ('education', models.BooleanField(db_index=True, default=False, help_text='Shown under “Education sector”; ticked by itself for documents of education bodies.', verbose_name='education sector')),
                ('nature', models.CharField(blank=True, choices=[('normative', 'normative'), ('individual', 'individual'), ('administrative', 'administrative')], help_text='Empty: that of the document type.', max_length=14, verbose_name='nature')),
                ('confidential', models.BooleanField(default=False, help_text='Never shown to the public.', verbose_name='confidential')),
                ('audience', models.CharField(blank=True, max_length=60, verbose_name='audience')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source')),
                ('vbpl_id', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='id in the national database')),
                ('missing', models.JSONField(blank=True, default=list, editable=False, verbose_name='missing data')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True, db_index=True)),
            ],
            options={
                'verbose_name': 'legal document',
                'verbose_name_plural': 'legal documents',
                'ordering': ['-issued_on', '-number_key'],
                'abstract': False,
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LegalDocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('role', models.CharField(choices=[('original', 'signed original'), ('text', 'text'), ('annex', 'annex'), ('translation', 'translation')], default='original', max_length=12, verbose_name='role')),
                ('language', models.CharField(default='vi', max_length=5, verbose_name='language')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('has_text_layer', models.BooleanField(blank=True, null=True, verbose_name='has a text layer')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalDocumentIssuer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name_as_printed', models.CharField(blank=True, help_text='Empty: the name of the issuing body.', max_length=255, verbose_name='name as printed')),
            ],
            options={
                'verbose_name': 'issuer',
                'verbose_name_plural': 'issuers',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalEducationSectionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'legal education section',
                'verbose_name_plural': 'legal education sections',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='LegalEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('provisions', models.CharField(blank=True, help_text='For example: khoản 2 Điều 5; Điều 7. Empty: the whole document.', max_length=500, verbose_name='provisions concerned')),
                ('anchors', models.JSONField(blank=True, default=list, editable=False)),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('note', models.CharField(blank=True, max_length=255, verbose_name='note')),
                ('key', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=120)),
                ('origin', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('kind', models.CharField(choices=[('expired', 'lost force'), ('replaced', 'was replaced'), ('abolished', 'was abolished'), ('abolished_part', 'was abolished in part'), ('amended', 'was amended'), ('supplemented', 'was added to'), ('corrected', 'was corrected'), ('suspended', 'was suspended'), ('execution_suspended', 'had its execution suspended'), ('resumed', 'was put back in force')], max_length=20, verbose_name='what happened')),
                ('by_text', models.CharField(blank=True, help_text='As it is cited, for example: Luật số 43/2019/QH14. Bound by itself when it arrives.', max_length=255, verbose_name='by a document not yet in the library')),
                ('by_provisions', models.CharField(blank=True, help_text='Where it says so: Điều 1.', max_length=255, verbose_name='provisions of that document')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(blank=True, max_length=255, verbose_name='name in English')),
                ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Empty: made from the name.', max_length=160, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'field of law',
                'verbose_name_plural': 'fields of law',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='LegalLinksPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('links', cms.core.fields.StreamField(blank=True, verbose_name='links')),
            ],
            options={
                'verbose_name': 'links (section)',
                'verbose_name_plural': 'links (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='LegalMaterialPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('book', 'Book'), ('handbook', 'Handbook'), ('leaflet', 'Leaflet'), ('story', 'Legal story'), ('sketch', 'Sketch'), ('video', 'Film'), ('lecture', 'Electronic lecture'), ('infographic', 'Infographic or poster'), ('outline', 'Outline'), ('podcast', 'Podcast or loudspeaker programme'), ('quiz', 'Question set'), ('other', 'Other')], db_index=True, max_length=12, verbose_name='kind')),
                ('date', models.DateField(db_index=True, default=cms.legal.models.pages.today, verbose_name='date')),
                ('audience', models.CharField(blank=True, choices=[('managers', 'Managers'), ('teachers', 'Teachers'), ('staff', 'Staff'), ('pupils', 'Pupils'), ('parents', 'Parents'), ('citizens', 'Citizens')], db_index=True, max_length=10, verbose_name='audience')),
                ('summary', models.TextField(blank=True, max_length=400, verbose_name='summary')),
                ('author', models.CharField(blank=True, max_length=160, verbose_name='author')),
                ('licence', models.CharField(choices=[('own', 'All rights with the school'), ('cc-by', 'CC BY 4.0'), ('cc-by-nc', 'CC BY-NC 4.0'), ('public', 'Public domain')], default='own', max_length=10, verbose_name='licence')),
                ('video_url', models.URLField(blank=True, verbose_name='address of the film')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'legal material',
                'verbose_name_plural': 'legal materials',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='LegalMaterialPageDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'legal document cited',
                'verbose_name_plural': 'legal documents cited',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalNewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'activity news (section)',
                'verbose_name_plural': 'activity news (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='LegalNewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(db_index=True, default=cms.legal.models.pages.today, verbose_name='date')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists.', max_length=400, verbose_name='summary')),
                ('author', models.CharField(blank=True, help_text='As readers see it: person, class or team.', max_length=160, verbose_name='author')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'legal news',
                'verbose_name_plural': 'legal news',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='LegalNewsPageDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'legal document cited',
                'verbose_name_plural': 'legal documents cited',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('provisions', models.CharField(blank=True, help_text='For example: khoản 2 Điều 5; Điều 7. Empty: the whole document.', max_length=500, verbose_name='provisions concerned')),
                ('anchors', models.JSONField(blank=True, default=list, editable=False)),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('note', models.CharField(blank=True, max_length=255, verbose_name='note')),
                ('key', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=120)),
                ('origin', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('kind', models.CharField(choices=[('basis', 'is based on'), ('guides', 'guides'), ('details', 'details'), ('amends', 'amends'), ('supplements', 'adds to'), ('replaces', 'replaces'), ('abolishes', 'abolishes'), ('abolishes_part', 'abolishes a part of'), ('suspends', 'suspends'), ('suspends_execution', 'suspends the execution of'), ('resumes', 'puts back in force'), ('corrects', 'corrects'), ('consolidates', 'consolidates'), ('cites', 'cites'), ('promulgates', 'promulgates'), ('implements', 'implements'), ('translates', 'translates'), ('explains', 'explains'), ('related', 'has the same subject as')], max_length=20, verbose_name='relation')),
                ('target_text', models.CharField(blank=True, help_text='As it is cited, for example: Nghị định số 15/2020/NĐ-CP. Bound by itself when it arrives.', max_length=255, verbose_name='other document, not yet in the library')),
                ('source_provisions', models.CharField(blank=True, help_text='Where it says so: Điều 1.', max_length=255, verbose_name='provisions of this document')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MaterialIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'materials (section)',
                'verbose_name_plural': 'materials (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='MirrorEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('public', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'entry for mirrors',
                'verbose_name_plural': 'entries for mirrors',
                'ordering': ['changed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='NewDocumentsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'new legal documents (section)',
                'verbose_name_plural': 'new legal documents (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ProposedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('file', models.FileField(max_length=120, upload_to=cms.legal.models.imports.private_path)),
                ('kind', models.CharField(max_length=5)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('text_state', models.CharField(max_length=12)),
                ('page_count', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('values', models.JSONField(default=dict)),
                ('lines', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waits for confirmation'), ('confirmed', 'confirmed'), ('discarded', 'discarded')], default='waiting', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded on')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided on')),
            ],
            options={
                'verbose_name': 'proposed document',
                'verbose_name_plural': 'proposed documents',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('part', 'Part'), ('chapter', 'Chapter'), ('section', 'Section'), ('article', 'Article'), ('clause', 'Clause'), ('point', 'Point'), ('preamble', 'Preamble'), ('annex', 'Annex'), ('closing', 'Closing')], default='article', max_length=8)),
                ('number', models.CharField(max_length=20)),
                ('label', models.CharField(max_length=80)),
                ('heading', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('anchor', models.CharField(max_length=80)),
                ('chapter', models.CharField(blank=True, max_length=255)),
                ('source_anchor', models.CharField(blank=True, max_length=60)),
                ('order', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'provision',
                'verbose_name_plural': 'provisions',
                'ordering': ['document', 'order'],
            },
        ),
        migrations.CreateModel(
            name='QuestionIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'questions and answers (section)',
                'verbose_name_plural': 'questions and answers (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='QuestionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(db_index=True, default=cms.legal.models.pages.today, verbose_name='date')),
                ('answer', wagtail.fields.RichTextField(verbose_name='answer')),
                ('answered_by', models.CharField(blank=True, max_length=160, verbose_name='answered by')),
            ],
            options={
                'verbose_name': 'answered question',
                'verbose_name_plural': 'answered questions',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='QuestionPageDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'legal document cited',
                'verbose_name_plural': 'legal documents cited',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guided_expired', 'The document that it guides has expired'), ('not_published', 'Not published on its day, because the library has the document already')], default='guided_expired', max_length=20, verbose_name='why')),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done')], db_index=True, default='open', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked on')),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='done on')),
                ('note', models.TextField(blank=True, verbose_name='what was found')),
            ],
            options={
                'verbose_name': 'review task',
                'verbose_name_plural': 'review tasks',
                'ordering': ['state', '-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('not_yet', 'Not yet in force'), ('in_force', 'In force'), ('partly_expired', 'Partly expired'), ('expired', 'Fully expired'), ('suspended', 'Suspended'), ('partly_suspended', 'Partly suspended'), ('obsolete', 'No longer suitable'), ('unknown', 'Status not known'), ('running', 'Being carried out'), ('ended', 'Has ended')], max_length=20)),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
            ],
            options={
                'verbose_name': 'period of a status',
                'verbose_name_plural': 'periods of statuses',
                'ordering': ['document', 'begins'],
            },
        ),
        migrations.CreateModel(
            name='TrainingIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'training (section)',
                'verbose_name_plural': 'training (sections)',
            },
            bases=(cms.legal.section.guard.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='TrainingPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('starts_on', models.DateField(db_index=True, verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online_url', models.URLField(blank=True, verbose_name='online address')),
                ('summary', models.TextField(blank=True, max_length=400, verbose_name='summary')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'training course',
                'verbose_name_plural': 'training courses',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=120)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('span', models.TextField(verbose_name='as it is written')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(db_index=True, max_length=200)),
                ('details', models.JSONField(default=dict)),
                ('on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('resolved', 'found'), ('ambiguous', 'could be several'), ('unresolved', 'not in the library')], max_length=10, verbose_name='state')),
                ('anchor', models.CharField(blank=True, max_length=80)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.schooldocument')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['page', 'source', 'place', 'start', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='citation',
            name='school',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='tenancy.school'),
        ),
        migrations.AddField(
            model_name='distinctdocuments',
            name='by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importrun',
            name='started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by'),
        ),
        migrations.AddField(
            model_name='importentry',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='legal.importrun'),
        ),
        migrations.AddField(
            model_name='importupload',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='issuingbody',
            name='school',
            field=models.ForeignKey(blank=True, help_text="Its documents stand on this school's site and with the office, not on the sites of other schools.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='issuing_bodies', to='tenancy.school', verbose_name='school of this system'),
        ),
        migrations.AddField(
            model_name='issuingbody',
            name='successors',
            field=models.ManyToManyField(blank=True, related_name='predecessors', to='legal.issuingbody', verbose_name='successors'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='doc_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='legal.documenttype', verbose_name='document type'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='latest_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='live_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='locked_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='status_set_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='formeraddress',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='distinctdocuments',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='distinctdocuments',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='citation',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited_by', to='legal.legaldocument', verbose_name='legal document'),
        ),
        migrations.AddField(
            model_name='citation',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='legaldocumentfile',
            name='document',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='legaldocumentfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_files', to='core.schooldocument', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='legaldocumentissuer',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_links', to='legal.issuingbody', verbose_name='issuing body'),
        ),
        migrations.AddField(
            model_name='legaldocumentissuer',
            name='document',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='issuer_links', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='legalevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events_caused', to='legal.legaldocument', verbose_name='by the document'),
        ),
        migrations.AddField(
            model_name='legalevent',
            name='document',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='fields',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='documents', to='legal.legalfield', verbose_name='fields of law'),
        ),
        migrations.AddField(
            model_name='legalmaterialpage',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schooldocument', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='legalmaterialpage',
            name='image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage', verbose_name='cover picture'),
        ),
        migrations.AddField(
            model_name='legalmaterialpagedocument',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='legal.legaldocument', verbose_name='legal document'),
        ),
        migrations.AddField(
            model_name='legalmaterialpagedocument',
            name='page',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_links', to='legal.legalmaterialpage'),
        ),
        migrations.AddField(
            model_name='legalnewspage',
            name='image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage', verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='legalnewspagedocument',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='legal.legaldocument', verbose_name='legal document'),
        ),
        migrations.AddField(
            model_name='legalnewspagedocument',
            name='page',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_links', to='legal.legalnewspage'),
        ),
        migrations.AddField(
            model_name='legalrelation',
            name='source',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='legalrelation',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='relations_in', to='legal.legaldocument', verbose_name='other document'),
        ),
        migrations.AddField(
            model_name='mirrorentry',
            name='document',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mirror_entry', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='proposeddocument',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='proposeddocument',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='proposeddocument',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='legal.legaldocument', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='provision',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='provisions', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='provision',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='legal.provision'),
        ),
        migrations.AddField(
            model_name='questionpagedocument',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='legal.legaldocument', verbose_name='legal document'),
        ),
        migrations.AddField(
            model_name='questionpagedocument',
            name='page',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_links', to='legal.questionpage'),
        ),
        migrations.AddField(
            model_name='reviewtask',
            name='cause',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_tasks_caused', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='reviewtask',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_tasks', to='legal.legaldocument'),
        ),
        migrations.AddField(
            model_name='reviewtask',
            name='done_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statusperiod',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_periods', to='legal.legaldocument'),
        ),
        migrations.AddConstraint(
            model_name='distinctdocuments',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='distinct_documents_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctdocuments',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='distinct_documents_ordered'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['state', 'key'], name='citation_state_key'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['document', 'page'], name='citation_document_page'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('page', None), ('source__isnull', False)), models.Q(('page__isnull', False), ('source', None)), _connector='OR'), name='citation_has_one_source'),
        ),
        migrations.AddConstraint(
            model_name='legaldocument',
            constraint=models.UniqueConstraint(condition=models.Q(('identity_key', ''), _negated=True), fields=('identity_key', 'locale'), name='legal_document_once'),
        ),
        migrations.AlterUniqueTogether(
            name='legaldocument',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddIndex(
            model_name='legalrelation',
            index=models.Index(fields=['target', 'kind'], name='legal_relation_target'),
        ),
        migrations.AddIndex(
            model_name='mirrorentry',
            index=models.Index(fields=['changed_at', 'id'], name='mirror_entry_order'),
        ),
        migrations.AddConstraint(
            model_name='provision',
            constraint=models.UniqueConstraint(fields=('document', 'anchor'), name='provision_anchor_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewtask',
            constraint=models.UniqueConstraint(fields=('document', 'cause', 'kind'), name='review_task_once'),
        ),
        migrations.AddIndex(
            model_name='statusperiod',
            index=models.Index(fields=['code', 'begins', 'ends', 'document'], name='status_period_as_of'),
        ),
        migrations.AddConstraint(
            model_name='statusperiod',
            constraint=models.UniqueConstraint(fields=('document', 'begins'), name='status_period_once'),
        ),
        migrations.AddConstraint(
            model_name='statusperiod',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends'))), name='status_period_has_days'),
        ),
    ]

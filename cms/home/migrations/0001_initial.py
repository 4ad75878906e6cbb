from django.conf import settings
from django.db import migrations, models
import cms.core.fields
import cms.legal.models.pages
import cms.legal.section.protection
import django.core.validators
import django.db.models.deletion
import wagtail.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_media_files_jobs'),
        ('tenancy', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'contact page',
                'verbose_name_plural': 'contact pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'news list',
                'verbose_name_plural': 'news lists',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NoticeIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'notice list',
                'verbose_name_plural': 'notice lists',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OfficeHomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, max_length=255, verbose_name='lead')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'office home page',
                'verbose_name_plural': 'office home pages',
            },
            bases=(cms.legal.section.protection.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='PortalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, help_text='First day; empty: not known.', null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, help_text='Last day; empty: still valid.', null=True, verbose_name='valid to')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('label_en', models.CharField(blank=True, max_length=120, verbose_name='label in English')),
                ('url', models.URLField(verbose_name='address')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
            ],
            options={
                'verbose_name': 'link of the footer block',
                'verbose_name_plural': 'links of the footer block',
                'ordering': ['order', 'label'],
            },
        ),
        migrations.CreateModel(
            name='SchoolHomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'school home page',
                'verbose_name_plural': 'school home pages',
            },
            bases=(cms.legal.section.protection.SectionPartMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SchoolSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motto', models.CharField(blank=True, max_length=120, verbose_name='motto')),
                ('brand_colour', models.CharField(default='#0B5D55', help_text='White letters must be readable on it (contrast at least 4.5).', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Write the colour as # and six hexadecimal digits.')], verbose_name='colour')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='opening hours')),
                ('responsible', models.CharField(blank=True, max_length=160, verbose_name='responsible for the content')),
                ('map_url', models.URLField(blank=True, verbose_name='address of a map')),
                ('facebook_url', models.URLField(blank=True, verbose_name='Facebook')),
                ('youtube_url', models.URLField(blank=True, verbose_name='YouTube')),
                ('zalo_url', models.URLField(blank=True, verbose_name='Zalo')),
                ('tiktok_url', models.URLField(blank=True, verbose_name='TikTok')),
            ],
            options={
                'verbose_name': "school's appearance and contacts",
            },
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, max_length=400, verbose_name='lead')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'standard page',
                'verbose_name_plural': 'standard pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(db_index=True, default=cms.legal.models.pages.today, verbose_name='date')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists.', max_length=400, verbose_name='summary')),
                ('author', models.CharField(blank=True, help_text='As readers see it: person, class or team.', max_length=160, verbose_name='author')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
                ('topic', models.CharField(blank=True, max_length=60, verbose_name='topic')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news items',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='NoticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(db_index=True, default=cms.legal.models.pages.today, verbose_name='date')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists.', max_length=400, verbose_name='summary')),
                ('author', models.CharField(blank=True, help_text='As readers see it: person, class or team.', max_length=160, verbose_name='author')),
                ('body', cms.core.fields.StreamField(blank=True, verbose_name='body')),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='deadline')),
                ('deadline_note', models.CharField(blank=True, max_length=80, verbose_name='words for the deadline')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
            bases=(cms.legal.models.pages.ArticleContext, 'wagtailcore.page'),
        ),
        migrations.AddField(
            model_name='portallink',
            name='authority',
            field=models.ForeignKey(blank=True, help_text='Only for the schools of this authority; empty: for all.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='portal_links', to='tenancy.governingauthority', verbose_name='authority'),
        ),
        migrations.AddField(
            model_name='schoolsettings',
            name='crest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.schoolimage', verbose_name='crest'),
        ),
        migrations.AddField(
            model_name='schoolsettings',
            name='site',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site'),
        ),
    ]

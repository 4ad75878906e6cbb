from django.conf import settings
from django.db import migrations, models
import cms.board.models.plans
import django.core.validators
import django.db.models.deletion
import modelcluster.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('legal', '0001_initial'),
        ('tenancy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('document', models.ForeignKey(blank=True, help_text='The plan itself, as it was issued.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='legal.legaldocument', verbose_name='document of the library')),
            ],
            options={
                'verbose_name': 'plan',
                'verbose_name_plural': 'plans',
                'ordering': ['-first_day', 'title'],
            },
        ),
        migrations.CreateModel(
            name='PlanTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='As in the plan: 1.1, 2a…', max_length=20, verbose_name='number')),
                ('title', models.CharField(max_length=255, verbose_name='what is to do')),
                ('products', models.TextField(blank=True, help_text='What comes out of it, as the plan says.', verbose_name='products')),
                ('rhythm', models.CharField(choices=[('always', 'All the time'), ('yearly', 'Every year'), ('once', 'Once')], default='always', max_length=6, verbose_name='when')),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='deadline')),
                ('indicator', models.CharField(blank=True, choices=cms.board.models.plans.list_indicator_choices, help_text='Empty: the school names a page as evidence.', max_length=40, verbose_name='indicator')),
                ('level', models.CharField(blank=True, choices=[('MN', 'Kindergarten'), ('TH', 'Primary school'), ('THCS', 'Lower secondary school'), ('THPT', 'Upper secondary school'), ('LC', 'Several levels'), ('GDTX', 'Continuing education centre')], help_text='Only for schools of this level; empty: for all.', max_length=4, verbose_name='schools')),
                ('wanted', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='percent of the schools')),
                ('plan', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='board.plan')),
            ],
            options={
                'verbose_name': 'task of a plan',
                'verbose_name_plural': 'tasks of a plan',
                'ordering': ['plan', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_evidence', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='plan_evidence', to='tenancy.school', verbose_name='school')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='board.plantask', verbose_name='task')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['-added_at'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent at')),
                ('points', models.PositiveSmallIntegerField(null=True, verbose_name='points')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='tenancy.school', verbose_name='school')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('values', models.JSONField(default=dict, verbose_name='values')),
                ('score', models.PositiveSmallIntegerField(null=True, verbose_name='score')),
                ('measured_at', models.DateTimeField(verbose_name='measured at')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='tenancy.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, help_text='First day; empty: not known.', null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, help_text='Last day; empty: still valid.', null=True, verbose_name='valid to')),
                ('indicator', models.CharField(max_length=40, verbose_name='indicator')),
                ('level', models.CharField(blank=True, choices=[('MN', 'Kindergarten'), ('TH', 'Primary school'), ('THCS', 'Lower secondary school'), ('THPT', 'Upper secondary school'), ('LC', 'Several levels'), ('GDTX', 'Continuing education centre')], help_text='Only for schools of this level; empty: for all.', max_length=4, verbose_name='level')),
                ('good', models.FloatField(help_text='This value and better is green.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000)], verbose_name='green from')),
                ('fair', models.FloatField(help_text='This value and better is amber.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000)], verbose_name='amber from')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='Share in the score; 0 leaves it out.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ['indicator', 'level', 'valid_from'],
            },
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_from', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='target_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='plan_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='planevidence',
            constraint=models.UniqueConstraint(fields=('task', 'school', 'page'), name='plan_evidence_once'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['school', '-sent_at'], name='reminder_of_school'),
        ),
        migrations.AddIndex(
            model_name='snapshot',
            index=models.Index(fields=['day'], name='snapshot_day'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('school', 'day'), name='one_snapshot_per_school_and_day'),
        ),
    ]

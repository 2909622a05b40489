import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms_accounts', '0002_user_profile'),
    ]

    operations = [
        migrations.CreateModel(
            name='InstructorRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=1000, verbose_name='what the person wrote')),
                ('state', models.CharField(choices=[('open', 'Waiting'), ('granted', 'Granted'), ('declined', 'Declined')], default='open', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instructor_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request to teach',
                'verbose_name_plural': 'requests to teach',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('user',), name='one_open_request_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='request_is_open_or_decided')],
            },
        ),
    ]

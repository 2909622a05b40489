import cms.accounts.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms_accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='about',
            field=models.CharField(blank=True, db_default='', default='', help_text='One or two sentences.', max_length=280, verbose_name='about you'),
        ),
        migrations.AddField(
            model_name='user',
            name='avatar',
            field=models.FileField(blank=True, db_default='', default='', editable=False, upload_to=cms.accounts.models.avatar_path, verbose_name='picture'),
        ),
    ]

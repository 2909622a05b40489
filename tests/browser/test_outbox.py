"""The links of a mail work by a click, in its text and in its HTML, under the strict policy."""

from django.core.mail import EmailMultiAlternatives, get_connection

OUTBOX = "cms.notifications.outbox.OutboxBackend"


def test_links_of_a_mail_are_clicked(context, local_site, settings):
    settings.EMAIL_FILE_PATH = local_site.folder / "var" / "outbox"
    target = f"{local_site.url}/health/live"
    message = EmailMultiAlternatives(
        "Join us", f"Open {target}?from=text now", "a@example.org", ["b@example.org"]
    )
    message.attach_alternative(
        f'<p style="color: green"><a href="{target}?from=html">Join</a></p>'
        "<script>document.body.textContent = 'taken over'</script>",
        "text/html",
    )
    get_connection(OUTBOX).send_messages([message])

    page = context.new_page()
    page.goto(f"{local_site.url}/dev/outbox/")
    page.get_by_role("link", name="Join us").first.click()
    page.wait_for_url("**/*.eml/")
    mail = page.url

    page.get_by_role("link", name="from=text").click()
    page.wait_for_url("**/health/live?from=text")

    page.goto(mail)
    frame = page.frame_locator("iframe")
    assert frame.locator("p").evaluate("node => getComputedStyle(node).color") == "rgb(0, 128, 0)"
    assert frame.get_by_text("taken over").count() == 0
    frame.get_by_role("link", name="Join").click()
    page.wait_for_url("**/health/live?from=html")

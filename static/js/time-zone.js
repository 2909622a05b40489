// Offers the device's time zone where another one is chosen. Without script, one chooses oneself.

for (const offer of document.querySelectorAll("[data-device-zone]")) {
  const select = document.getElementById(offer.dataset.deviceZone);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...select.options].find((option) => option.value === zone);
  if (known && select.value !== zone) {
    const words = offer.querySelector("[data-words]");
    words.textContent = words.dataset.words.replace("{zone}", known.text);
    offer.hidden = false;
  }
  offer.querySelector("button").addEventListener("click", () => {
    select.value = zone;
    offer.hidden = true;
    select.focus();
  });
  select.addEventListener("change", () => (offer.hidden = true));
}

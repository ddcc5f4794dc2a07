// Connects a button to allauth's passkey scripts: data-passkey names what the button does.
// Passkeys need scripts, so their part of a page stays hidden until it can work.
"use strict";
{
  const ids = {
    add: { add: "passkey-add", passwordless: "id_passwordless" },
    authenticate: { authenticate: "passkey-authenticate" },
    login: { login: "passkey-login" },
  };

  const problem = document.getElementById("passkey-problem");
  const tell = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const kind = button.dataset.passkey;
    const credential = button.form.elements.credential.id;
    window.allauth.webauthn.forms[`${kind}Form`]({ ids: { ...ids[kind], credential, data: "js_data" } });
    button.addEventListener("click", () => tell(""));
    button.closest("[data-passkey-part]").hidden = false;
    for (const text of document.querySelectorAll("[data-passkey-missing]")) text.hidden = true;
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const name = event.detail.exception?.name;
    if (name === "InvalidStateError") tell("このパスキーは、もう登録されています。");
    else if (name === "SecurityError") tell("このアドレスでは、パスキーを使えません。");
    else tell("パスキーを確かめられませんでした。もう一度ボタンを押すか、ほかの方法をお使いください。");
  });
}

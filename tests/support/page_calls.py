"""The calls that a live page makes to the server."""


def call_page(client, address: str) -> tuple[int, str]:
    """The JSON that the callback of the live page answers for an address."""
    path, _, query = address.partition("?")
    values = {"pathname": path, "search": query and f"?{query}"}
    inputs = [{"id": "shell-address", "property": p, "value": v} for p, v in values.items()]
    call = {
        "output": "shell-page.children",
        "outputs": {"id": "shell-page", "property": "children"},
        "inputs": inputs,
        "changedPropIds": ["shell-address.pathname"],
    }
    if client.get_cookie("_csrf_token") is None:
        client.get("/about")
    token = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    answer = client.post("/_dash-update-component", json=call, headers=token)
    return answer.status_code, answer.text

"""What can be clicked and is too small by WCAG 2.2, 2.5.8, without its exception for spacing.

A target is as large as the largest of its boxes: a link over two lines has one for each, and a
checkbox shares that of its label. A link among the words of a sentence is as high as they are.
"""

from playwright.sync_api import Page

_FIND = """
(least) => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  // The drawing of a map is clicked where it is painted, which the box of its link is not.
  function measure(target) {
    const labels = [...(target.labels || [])];
    const drawn = target instanceof SVGElement ? [...target.querySelectorAll("path")] : [];
    return [target, ...labels, ...drawn].flatMap((part) => [...part.getClientRects()]);
  }

  function isInSentence(target) {
    if (getComputedStyle(target).display !== "inline") return false;
    let block = target.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = block.cloneNode(true);
    words.querySelectorAll(TARGETS).forEach((each) => each.remove());
    return /\\p{L}{2}/u.test(words.textContent);
  }

  function describe(target, boxes) {
    const words = [target.getAttribute("aria-label"), target.textContent.trim(), target.name];
    const sizes = boxes.map((box) => `${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
    const name = words.find(Boolean) || "", group = target.closest("[class]").className;
    return `${target.localName} “${name.slice(0, 40)}” in ${group.baseVal ?? group}: ${sizes}`;
  }

  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true })
    && !each.closest(".vh");
  return [...document.querySelectorAll(TARGETS)].filter(isSeen).map((target) => {
    const boxes = measure(target).filter((box) => box.width > 1 && box.height > 1);
    const isLarge = boxes.some((box) => box.width >= least && box.height >= least);
    return !boxes.length || isLarge || isInSentence(target) ? "" : describe(target, boxes);
  }).filter(Boolean);
}
"""
LEAST = 23.99
"""Pixels. A box of 24 may be a rounding error lower."""


def find_small_targets(page: Page) -> list[str]:
    """Return a line for each target of less than 24 by 24 pixels that is not in a sentence."""
    found: list[str] = page.evaluate(_FIND, LEAST)
    return found

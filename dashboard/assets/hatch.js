/* The pattern of regions without a value: unknown is drawn as unknown. */
document.addEventListener("DOMContentLoaded", function () {
  const holder = document.createElement("div");
  holder.setAttribute("aria-hidden", "true");
  holder.style.cssText = "position:absolute;width:0;height:0;overflow:hidden";
  holder.innerHTML =
    '<svg width="0" height="0"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" ' +
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#E6E6E6"/>' +
    '<rect width="1" height="6" fill="#B9BEC3"/></pattern>' +
    '<pattern id="hatch-outside" width="8" height="8" patternUnits="userSpaceOnUse" ' +
    'patternTransform="rotate(-45)"><rect width="8" height="8" fill="#F2F2F2"/>' +
    '<rect width="1" height="8" fill="#C9CED3"/></pattern></defs></svg>';
  document.body.append(holder);
});

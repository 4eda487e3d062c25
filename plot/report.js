/* SPDX-License-Identifier: MIT */
"use strict";

const table = document.querySelector("table.sortable"), body = table.tBodies[0];

/* What a cell is sorted by; NaN for a figure that is not there, which comes last both ways. */
function value(row, column)
{
	const cell = row.cells[column], figure = cell.dataset.v;

	return figure === undefined ? cell.textContent : figure === "" ? NaN : Number(figure);
}

/* A click on a heading sorts by its column, a second one the other way round. */
[...table.tHead.rows[0].cells].forEach((heading, column, headings) => {
	const sort = () => {
		const down = heading.getAttribute("aria-sort") === "ascending";
		const order = (a, b) => {
			const x = value(a, column), y = value(b, column);
			if (Number.isNaN(x) || Number.isNaN(y))
				return Number.isNaN(x) - Number.isNaN(y);
			return (down ? -1 : 1) * (typeof x === "string" ? x.localeCompare(y) : x - y);
		};
		headings.forEach(other => other.removeAttribute("aria-sort"));
		heading.setAttribute("aria-sort", down ? "descending" : "ascending");
		body.append(...[...body.rows].sort(order));
	};
	heading.tabIndex = 0;
	heading.onclick = sort;
	heading.onkeydown = event => event.key === "Enter" && sort();
});

/* Rows that have all the words typed stay. */
document.querySelector("input").oninput = event => {
	const words = event.target.value.toLowerCase().split(/\s+/);
	for (const row of body.rows)
		row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
};

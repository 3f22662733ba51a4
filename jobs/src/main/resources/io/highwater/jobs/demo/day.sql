-- What happened in the shop on the day after the first load. @now is the end of that day; whatever changes carries it.

-- The kettle had been sold too cheap for a week.
UPDATE products SET price = 89.00 WHERE name = 'Kettle, gooseneck';

UPDATE order_lines SET unit_price = 89.00, updated_at = @now
WHERE product = 'Kettle, gooseneck' AND created_at >= DATEADD(DAY, -7, @now);

UPDATE orders o
SET total = (SELECT SUM(l.quantity * l.unit_price) FROM order_lines l WHERE l.order_id = o.order_id), updated_at = @now
WHERE order_id IN (SELECT order_id FROM order_lines WHERE updated_at = @now);

-- Parcels leave the house.
UPDATE orders SET status = 'shipped', updated_at = @now WHERE status = 'paid';

-- New orders, a fiftieth of those there are, of one line each.
INSERT INTO orders
SELECT @orders + x, o.customer_id, 'new', o.payment, 0, @now, @now
FROM SYSTEM_RANGE(1, @orders / 50) AS n(x) JOIN orders o ON o.order_id = 1 + ORA_HASH(x, @orders - 1, @seed + 20);

INSERT INTO order_lines
SELECT o.order_id, 1, p.name, 1 + ORA_HASH(o.order_id, 3, @seed + 21), p.price, @now, @now
FROM orders o JOIN products p ON p.product_id = ORA_HASH(o.order_id, 19, @seed + 22)
WHERE o.order_id > @orders;

UPDATE orders o SET total = (SELECT SUM(l.quantity * l.unit_price) FROM order_lines l WHERE l.order_id = o.order_id)
WHERE o.order_id > @orders;

-- Customers who never bought anything ask to be forgotten.
DELETE FROM customers
WHERE customer_id > @customers * 19 / 20 AND ORA_HASH(customer_id, 9, @seed + 23) < 2;

-- A marketplace sends its orders. Every sixth is a refund that somebody wrote as an order with a negative total.
INSERT INTO orders
SELECT @orders * 2 + x, o.customer_id, 'new', 'card', CASE WHEN MOD(x, 6) = 0 THEN -o.total ELSE o.total END, @now, @now
FROM SYSTEM_RANGE(1, 42) AS n(x) JOIN orders o ON o.order_id = 3 * x;
